import type { AllCounts } from './counts.ts'
import type { Plan } from './options.ts'
import { dollarsFor, type PriceName, prices, type Service, services } from './prices.ts'
import type { Kept } from './storage.ts'
import { usageIn } from './usage.ts'

export type BillLine = { readonly name: PriceName; readonly amount: number; readonly dollars: number }

export type Bill = {
  readonly month: number
  readonly byService: readonly {
    readonly service: Service
    readonly dollars: number
    readonly lines: readonly BillLine[]
  }[]
  readonly dollars: number
  readonly kept: Kept
}

/** What a month costs, dearest services and lines first. */
export function billOf(month: number, plan: Plan, counts: AllCounts): Bill {
  const { kept, ...usage } = usageIn(month, plan, counts)
  const names = Object.keys(prices) as PriceName[] // the keys of `prices` are their names
  const lines = names.map((name) => ({ name, amount: usage[name], dollars: dollarsFor(name, usage[name]) }))
  const byService = services.map((service) => {
    const own = lines.filter(({ name, dollars }) => prices[name].service === service && dollars > 0)
    return { service, dollars: sumOf(own), lines: own.sort(dearestFirst) }
  })
  return { month, byService: byService.sort(dearestFirst), dollars: sumOf(lines), kept }
}

type Priced = { readonly dollars: number }
const sumOf = (priced: readonly Priced[]) => priced.reduce((sum, { dollars }) => sum + dollars, 0)
const dearestFirst = (a: Priced, b: Priced) => b.dollars - a.dollars
