import { parseArgs } from 'node:util'
import { type StageName, standing } from './assumptions.ts'
import { type ArchiveClassName, archiveClasses, type Move } from './storage.ts'

/** The command was not given in a way that can be carried out; the message says what to do instead. */
export class UsageError extends Error {}

export const tiers = ['lite', 'essentials', 'plus'] as const
export type Tier = (typeof tiers)[number]

/** A load that is the same every month. */
export type Plan = {
  readonly recordings: number
  readonly minutes: number
  readonly bytesAMinute: number
  readonly listenings: number
  readonly downloads: number
  readonly people: number
  readonly pages: number
  readonly tenants: number
  readonly recorders: number
  readonly retentionMonths: number
  readonly moves: readonly Move[]
  readonly restores: number
  readonly stage: StageName
  readonly tier: Tier
}

export type Options = {
  readonly plan: Plan
  readonly month: number
  readonly isDetailed: boolean
  readonly isPlotted: boolean
  readonly isJson: boolean
}

type NumberOption = {
  readonly help: string
  readonly least: number
  readonly most: number
  readonly isWhole?: true
  /** Where nothing is said; null: it follows from others. */
  readonly usual: number | null
}

/** 8 kHz, a byte a sample, two sides. */
const mulawBytesAMinute = 2 * 8_000 * 60

const numberOptions = {
  recordings: { help: 'calls a month', least: 0, most: 1e9, usual: 100_000 },
  minutes: { help: 'length of a call', least: 0, most: 1_440, usual: 5 },
  'bytes-per-minute': {
    ...{ help: 'of both sides; 8 kHz mu-law if nothing is said', least: 1, most: 1e9, usual: mulawBytesAMinute },
  },
  reads: { help: 'listenings of a call, on average', least: 0, most: 1_000, usual: 0.2 },
  downloads: { help: 'files of a call that are downloaded, on average', least: 0, most: 1_000, usual: 0.02 },
  people: { help: 'who use the dashboard', least: 0, most: 1e7, isWhole: true, usual: 100 },
  pages: { help: 'of the list that each opens a working day', least: 0, most: 10_000, usual: 50 },
  tenants: { help: 'companies', least: 1, most: 1e6, isWhole: true, usual: 10 },
  recorders: {
    help: 'that send; one of each tenant if nothing is said',
    least: 0,
    most: 1e6,
    isWhole: true,
    usual: null,
  },
  retention: { help: 'months for which a recording is kept', least: 1, most: 1_200, isWhole: true, usual: 24 },
  restores: { help: 'share of the moved recordings that is fetched each month', least: 0, most: 1, usual: 0.001 },
  month: { help: 'which month of that load is shown', least: 1, most: 1_200, isWhole: true, usual: 12 },
} as const satisfies Record<string, NumberOption>
type NumberName = keyof typeof numberOptions

type OtherOption = { readonly help: string; readonly value?: string }

const otherOptions = {
  move: { value: 'SHARE:CLASS:DAYS', help: '0.9:glacier-instant:90 moves 9 of 10 after 90 days; again for more' },
  stage: { value: 'STAGE', help: `${Object.keys(standing).join(' or ')}; prod if nothing is said` },
  tier: { value: 'TIER', help: `of Cognito: ${tiers.join(', ')}; plus in prod, else essentials` },
  details: { help: 'show what each service charges for' },
  plot: { help: 'write docs/costs.svg: two years, month by month' },
  json: { help: 'a JSON object instead of words' },
  help: { help: 'this text' },
} as const satisfies Record<string, OtherOption>

const helpLine = (name: string, value: string, text: string) => `  ${`--${name} ${value}`.trimEnd().padEnd(27)} ${text}`

export const help = `What Soundkeep costs in AWS a month, by service, under a load that is the same every month.

  npm run cost -- --recordings 1e6 --minutes 5 --reads 0.2 --move 0.9:glacier-instant:90

${Object.entries<NumberOption>(numberOptions)
  .map(([name, { help: text, usual }]) =>
    helpLine(name, 'N', usual === null ? text : `${text}; ${usual.toLocaleString('en-US')}`),
  )
  .join('\n')}
${Object.entries<OtherOption>(otherOptions)
  .map(([name, { value = '', help: text }]) => helpLine(name, value, text))
  .join('\n')}

  CLASS is one of ${Object.keys(archiveClasses).join(', ')}.
  Prices stand in bin/cost/prices.ts, what operations ask of AWS in bin/cost/counts.json, which a test measures, and what
  neither says in bin/cost/assumptions.ts. docs/costs.md explains them.
`

/** Reads the command line; undefined: help was asked for. @throws UsageError */
export function readOptions(argv: readonly string[]): Options | undefined {
  const values = parse(argv)
  if (values.help === true) return undefined
  const text = (name: string): string | undefined => {
    const value = values[name]
    return typeof value === 'string' ? value : undefined
  }
  const number = (name: NumberName) => readNumber(name, text(name))
  const stage = oneOf('stage', Object.keys(standing) as StageName[], text('stage') ?? 'prod') // its keys are the stages
  const tenants = number('tenants')
  const plan: Plan = {
    ...{ recordings: number('recordings'), minutes: number('minutes'), bytesAMinute: number('bytes-per-minute') },
    ...{
      listenings: number('reads'),
      downloads: number('downloads'),
      people: number('people'),
      pages: number('pages'),
    },
    ...{ tenants, recorders: text('recorders') === undefined ? tenants : number('recorders') },
    ...{ retentionMonths: number('retention'), restores: number('restores'), stage },
    moves: readMoves(values.move),
    tier: oneOf('tier', tiers, text('tier') ?? (stage === 'prod' ? 'plus' : 'essentials')),
  }
  return {
    ...{ plan, month: number('month'), isDetailed: values.details === true },
    ...{ isPlotted: values.plot === true, isJson: values.json === true },
  }
}

type Values = Record<string, string | boolean | (string | boolean)[] | undefined>

function parse(argv: readonly string[]): Values {
  const numbers = Object.keys(numberOptions).map((name) => [name, { type: 'string' }] as const)
  const others = Object.entries<OtherOption>(otherOptions).map(
    ([name, { value }]) =>
      [name, { type: value === undefined ? 'boolean' : 'string', multiple: name === 'move' }] as const,
  )
  try {
    return parseArgs({ args: [...argv], options: Object.fromEntries([...numbers, ...others]) }).values
  } catch (error) {
    // Node's own words, without its advice about "--" at the end.
    const [message] = error instanceof Error ? error.message.split('. ') : ['The options cannot be read']
    throw new UsageError(`${message?.replace(/\.$/, '')}. See --help.`)
  }
}

function readNumber(name: NumberName, text: string | undefined): number {
  const { least, most, usual, ...more }: NumberOption = numberOptions[name]
  if (text === undefined) return usual ?? least
  const number = Number(text)
  const isGood = text.trim() !== '' && number >= least && number <= most
  if (isGood && (!more.isWhole || Number.isInteger(number))) return number
  const range = `from ${least.toLocaleString('en-US')} to ${most.toLocaleString('en-US')}`
  throw new UsageError(`--${name} must be a ${more.isWhole ? 'whole ' : ''}number ${range}, and "${text}" is not.`)
}

function oneOf<Choice extends string>(name: string, choices: readonly Choice[], text: string): Choice {
  const choice = choices.find((each) => each === text)
  if (choice) return choice
  throw new UsageError(`--${name} must be one of ${choices.join(', ')}, and "${text}" is not.`)
}

const classNames = Object.keys(archiveClasses) as ArchiveClassName[] // its keys are the classes

function readMoves(given: Values[string]): Move[] {
  const moves = (Array.isArray(given) ? given : []).map((text) => readMove(String(text)))
  if (moves.reduce((sum, { share }) => sum + share, 0) > 1 + 1e-9) {
    throw new UsageError('The shares of --move are of all recordings: together they may be 1 at most.')
  }
  return moves
}

function readMove(text: string): Move {
  const [shareText = '', to = '', daysText = '', ...more] = text.split(':')
  const [share, afterDays] = [Number(shareText), Number(daysText)]
  const isGood = shareText !== '' && daysText !== '' && share > 0 && share <= 1 && Number.isInteger(afterDays)
  if (!isGood || afterDays < 0 || more.length > 0) {
    throw new UsageError(
      `Write --move as SHARE:CLASS:DAYS, such as 0.9:glacier-instant:90 (a share up to 1, whole days), not "${text}".`,
    )
  }
  if (to === 'standard-ia' && afterDays < 30) {
    throw new UsageError('S3 moves to standard-ia after 30 days at the earliest: say so many days or more.')
  }
  return { share, to: oneOf('move', classNames, to), afterDays }
}
