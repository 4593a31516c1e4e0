import { parseArgs } from 'node:util'
import { messageOf, UsageError } from './errors.ts'
import { fieldNames, fields, type RawFields } from './fields.ts'
import { type ColumnMap, readColumnMap, readKind } from './manifest.ts'
import { type NamePattern, readNamePattern } from './name-pattern.ts'
import { isDateFormat, isTimeZone, type TimeRules } from './times.ts'
import { readSides, readVoices } from './voices.ts'
import type { IngestBody, MediaKind, Voice } from './wire.ts'

type OptionHelp = { group: 'recorder' | 'files' | 'many' | 'how'; value?: string; help: string; isRepeatable?: true }

/** Options beside those that state facts (`fields.ts`). */
export const optionHelp = {
  as: { group: 'recorder', value: 'NAME', help: 'the recorder to be, one of recorders.json: rec-acme' },
  channels: { group: 'files', value: 'VOICES', help: 'whose voice each file or channel is: caller,agent' },
  kind: { group: 'files', value: 'KIND', help: 'audio, video or screen; a video file is video if nothing is said' },
  segment: { group: 'files', value: 'N', help: 'which stretch of the call the files are; 1 if nothing is said' },
  siprec: { group: 'files', value: 'FILE', help: "SIPREC metadata, or the body of the recording's INVITE" },
  'sip-header': {
    group: 'files',
    value: 'HEADER',
    help: 'a header of that INVITE, "X-ISR-UCID: 4711"; again for more',
    isRepeatable: true,
  },
  each: { group: 'many', help: 'every FILE is a call of its own' },
  'name-pattern': { group: 'many', value: 'PATTERN', help: "what a file's name says: {date}-{from}-{to}-{sessionId}" },
  sides: { group: 'many', value: 'WORDS', help: 'the words of {side}: A=caller,B=agent' },
  manifest: { group: 'many', value: 'FILE', help: 'CSV with a call in each row; rows of one session id are one call' },
  map: { group: 'many', value: 'COLUMNS', help: 'its columns: from=Caller,to=Callee,file=Path,start=Date' },
  delimiter: { group: 'many', value: 'SIGN', help: 'what separates them, if the first line does not show it' },
  watch: { group: 'many', value: 'FOLDER', help: 'send what comes into the folder, until stopped' },
  settle: { group: 'many', value: 'SECONDS', help: 'a watched file is whole after this long without change; 5' },
  'date-format': { group: 'many', value: 'FORM', help: 'the form of times and of {date}: "DD/MM/YYYY HH:mm:ss"' },
  'time-zone': { group: 'many', value: 'ZONE', help: "of times without an offset: Europe/Berlin; else this machine's" },
  'dry-run': { group: 'how', help: 'show what would be sent, and send nothing' },
  wait: { group: 'how', help: 'wait until the server has checked the files (given files: yes if nothing is said)' },
  'no-wait': { group: 'how', help: 'do not' },
  concurrency: { group: 'how', value: 'N', help: 'calls, files and parts of large files under way at once; 4' },
  json: { group: 'how', help: 'a JSON object a line instead of words' },
  help: { group: 'how', help: 'this text' },
} as const satisfies Record<string, OptionHelp>

export type Source =
  | { kind: 'files'; paths: string[]; each: boolean }
  | { kind: 'manifest'; path: string; map: ColumnMap | undefined; delimiter: string | undefined }
  | { kind: 'watch'; folder: string; settleMs: number }

export type Options = {
  as: string | undefined
  source: Source
  raw: RawFields
  channels: Voice[]
  kind: MediaKind | undefined
  segment: number
  siprecPath: string | undefined
  sipHeaders: NonNullable<IngestBody['sipHeaders']>
  namePattern: NamePattern | undefined
  times: TimeRules
  isDryRun: boolean
  waits: boolean
  concurrency: number
  isJson: boolean
}

/** Reads the command line; undefined: help was asked for. Throws {@link UsageError}. */
export function readOptions(argv: readonly string[]): Options | undefined {
  const { values, positionals } = parse(argv)
  const text = (name: string): string | undefined => {
    const value = values[name]
    return typeof value === 'string' ? value : undefined
  }
  if (values.help === true) return undefined
  const raw: RawFields = {}
  for (const name of fieldNames) {
    const value = text(fields[name].flag)
    if (value !== undefined) raw[name] = value
  }
  const channels = text('channels')
  const kind = text('kind')
  const source = readSource(values, positionals, text)
  const times = readTimes(text)
  const pattern = text('name-pattern')
  if (pattern === undefined && text('sides') !== undefined)
    throw new UsageError('--sides needs a --name-pattern with {side}.')
  if (values.wait === true && values['no-wait'] === true) throw new UsageError('Say --wait or --no-wait, not both.')
  return {
    as: text('as'),
    source,
    raw,
    channels: channels === undefined ? [] : readVoices(channels),
    kind: kind === undefined ? undefined : readKind(kind),
    segment: readNumber('segment', text('segment') ?? '1', { least: 1, most: 9_999, isWhole: true }),
    siprecPath: text('siprec'),
    sipHeaders: readHeaders(values['sip-header']),
    namePattern:
      pattern === undefined ? undefined : readNamePattern(pattern, readSides(text('sides')), times.dateFormat),
    times,
    isDryRun: values['dry-run'] === true,
    waits: values.wait === true || (source.kind === 'files' && values['no-wait'] !== true),
    concurrency: readNumber('concurrency', text('concurrency') ?? '4', { least: 1, most: 32, isWhole: true }),
    isJson: values.json === true,
  }
}

type Values = Record<string, string | boolean | (string | boolean)[] | undefined>

function parse(argv: readonly string[]): { values: Values; positionals: string[] } {
  const facts = fieldNames.map((name) => [fields[name].flag, { type: 'string' }] as const)
  const others = Object.entries<OptionHelp>(optionHelp).map(
    ([name, { value, isRepeatable = false }]) =>
      [name, { type: value === undefined ? 'boolean' : 'string', multiple: isRepeatable }] as const,
  )
  try {
    return parseArgs({ args: [...argv], options: Object.fromEntries([...facts, ...others]), allowPositionals: true })
  } catch (error) {
    // Node's own words, without its advice about "--" at the end.
    throw new UsageError(`${messageOf(error).split('. ')[0]?.replace(/\.$/, '')}. See --help.`)
  }
}

function readSource(values: Values, paths: string[], text: (name: string) => string | undefined): Source {
  const manifest = text('manifest')
  const folder = text('watch')
  const map = text('map')
  const delimiter = text('delimiter')
  const given = [paths.length > 0 && 'files', manifest && '--manifest', folder && '--watch'].filter(Boolean)
  if (given.length > 1) throw new UsageError(`Give one of ${given.join(' and ')}, not both.`)
  if (manifest === undefined && (map !== undefined || delimiter !== undefined)) {
    throw new UsageError(`--${map === undefined ? 'delimiter' : 'map'} is about a --manifest, and none is given.`)
  }
  if (folder === undefined && text('settle') !== undefined) throw new UsageError('--settle is about --watch.')
  if (values.each === true && paths.length === 0) throw new UsageError('--each is about files that are given.')
  if (manifest !== undefined) {
    return {
      kind: 'manifest',
      path: manifest,
      map: map === undefined ? undefined : readColumnMap(map),
      delimiter: delimiter === '\\t' || delimiter === 'tab' ? '\t' : delimiter,
    }
  }
  if (folder !== undefined) {
    const settle = readNumber('settle', text('settle') ?? '5', { least: 0, most: 86_400, isWhole: false })
    return { kind: 'watch', folder, settleMs: settle * 1000 }
  }
  if (paths.length === 0 && text('session-id') === undefined) {
    throw new UsageError('Name the files of a call, or --manifest, or --watch. See --help.')
  }
  return { kind: 'files', paths, each: values.each === true }
}

function readTimes(text: (name: string) => string | undefined): TimeRules {
  const timeZone = text('time-zone') ?? Intl.DateTimeFormat().resolvedOptions().timeZone
  const dateFormat = text('date-format')
  if (!isTimeZone(timeZone))
    throw new UsageError(`There is no time zone "${timeZone}": name one as Europe/Berlin or UTC.`)
  if (dateFormat !== undefined && !isDateFormat(dateFormat)) {
    throw new UsageError('--date-format must name YYYY, MM and DD once each, such as "DD/MM/YYYY HH:mm:ss".')
  }
  return { timeZone, dateFormat }
}

function readNumber(name: string, text: string, range: { least: number; most: number; isWhole: boolean }): number {
  const number = Number(text)
  const isGood = text.trim() !== '' && number >= range.least && number <= range.most
  if (isGood && (!range.isWhole || Number.isInteger(number))) return number
  throw new UsageError(
    `--${name} must be a ${range.isWhole ? 'whole ' : ''}number from ${range.least} to ${range.most}.`,
  )
}

function readHeaders(given: Values[string]): NonNullable<IngestBody['sipHeaders']> {
  const texts = Array.isArray(given) ? given : []
  return texts.map((text) => {
    const [, name = '', value = ''] = /^\s*([^:\s]+)\s*:\s*(.*?)\s*$/s.exec(String(text)) ?? []
    if (name === '' || value === '') throw new UsageError(`Write --sip-header as "X-ISR-UCID: 4711", not "${text}".`)
    return { name, value }
  })
}
