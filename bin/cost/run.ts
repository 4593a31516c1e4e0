import { writeFile } from 'node:fs/promises'
import { type Bill, billOf } from './bill.ts'
import { readCounts } from './counts.ts'
import { help, type Options, readOptions, UsageError } from './options.ts'
import { plotOf } from './plot.ts'
import { prices } from './prices.ts'
import { billInWords, loadInLine } from './words.ts'

export type World = {
  /** Where `--plot` writes to. */
  plotFile: string
  say: (text: string) => void
  complain: (text: string) => void
}

const plottedMonths = 24

/** @returns 0, or 2 for a command that cannot be carried out */
export async function runCost(argv: readonly string[], world: World): Promise<0 | 2> {
  try {
    const options = readOptions(argv)
    if (options === undefined) world.say(help)
    else await answer(options, world)
    return 0
  } catch (error) {
    if (!(error instanceof UsageError)) throw error
    world.complain(error.message)
    return 2
  }
}

async function answer(
  { plan, month, isDetailed, isPlotted, isJson }: Options,
  { plotFile, say }: World,
): Promise<void> {
  const counts = readCounts()
  const bill = billOf(month, plan, counts)
  say(isJson ? JSON.stringify({ plan, ...inJson(bill) }, null, 2) : billInWords(bill, plan, { isDetailed }))
  if (!isPlotted) return
  const bills = Array.from({ length: plottedMonths }, (_, at) => billOf(at + 1, plan, counts))
  await writeFile(plotFile, plotOf(bills, loadInLine(plan)))
  if (!isJson) say(`\nThe plot of ${plottedMonths} months is in ${plotFile}.`)
}

function inJson({ month, dollars, byService }: Bill) {
  const lines = byService.flatMap((each) => each.lines.map((line) => ({ ...line, ...wordsOf(line.name) })))
  return { month, dollars, services: byService.map(({ service, dollars }) => ({ service, dollars })), lines }
}

const wordsOf = (name: keyof typeof prices) => ({
  ...{ service: prices[name].service, what: prices[name].what, unit: prices[name].unit },
})
