import type { Bill } from './bill.ts'
import type { Plan } from './options.ts'
import { type Price, prices } from './prices.ts'
import { archiveClasses } from './storage.ts'

const count = (number: number) => number.toLocaleString('en-US', { maximumFractionDigits: number < 10 ? 2 : 0 })
const money = (dollars: number) =>
  dollars.toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 })
const counted = (number: number, one: string) => `${count(number)} ${number === 1 ? one : `${one}s`}`
const share = (part: number, whole: number) => `${(whole === 0 ? 0 : (100 * part) / whole).toFixed(1)} %`

const row = (name: string, dollars: string, part: string, more: string) =>
  `${name.padEnd(22)}${dollars.padStart(14)}${part.padStart(9)}  ${more}`.trimEnd()

function detailsOf({ lines }: Bill['byService'][number]): string[] {
  return lines.map(({ name, amount, dollars }) => {
    const { what, unit }: Price = prices[name]
    return row('', money(dollars), '', `${what}: ${count(amount)} ${unit}`)
  })
}

function loadParts({ recordings, minutes, listenings, people, tenants, stage, retentionMonths, moves }: Plan) {
  const moved = moves.map(
    (move) => `${move.share} of them in ${archiveClasses[move.to].name} after ${move.afterDays} days`,
  )
  return [
    `${count(recordings)} calls of ${count(minutes)} minutes a month, each heard ${count(listenings)} times`,
    `kept for ${[`${counted(retentionMonths, 'month')}`, ...moved].join(', ')}`,
    `${count(people)} people, ${counted(tenants, 'tenant')}, stage ${stage}, us-east-1`,
  ]
}

/** What is paid for, in one line. */
export const loadInLine = (plan: Plan) => loadParts(plan).slice(0, 2).join(', ')

/** The table of a month. */
export function billInWords(bill: Bill, plan: Plan, { isDetailed }: { isDetailed: boolean }): string {
  const { byService, dollars, month, kept } = bill
  const lines = byService.flatMap((each) => [
    row(each.service, money(each.dollars), share(each.dollars, dollars), ''),
    ...(isDetailed ? detailsOf(each) : []),
  ])
  const gigabytes = (bytes: number) => `${count(bytes / 1024 ** 3)} GB`
  const classes = kept.moved.map(({ to, paidBytes }) => `${archiveClasses[to].name} ${gigabytes(paidBytes)}`)
  const { recordings } = plan
  return [
    ...loadParts(plan),
    '',
    row(`month ${month}`, 'US dollars', 'share', ''),
    ...lines,
    row('together', money(dollars), '', ''),
    '',
    recordings > 0
      ? `For each of the month's recordings: ${(dollars / recordings).toFixed(5)} dollars.`
      : 'That is what it costs to have.',
    `Kept on average: S3 Standard ${[gigabytes(kept.standardBytes), ...classes].join(', ')}.`,
    'List prices without free allowances, taxes and discounts; docs/costs.md says what is not in it.',
  ].join('\n')
}
