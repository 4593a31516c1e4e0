import { readFileSync } from 'node:fs'
import { basename, dirname, resolve } from 'node:path'
import { parse } from 'csv-parse/sync'
import type { NamedCall, NamedFile, PlanProblem } from './calls.ts'
import { messageOf, UsageError } from './errors.ts'
import { type FieldName, fieldNames } from './fields.ts'
import { readVoices } from './voices.ts'
import type { MediaKind } from './wire.ts'

/** Columns beside the fields of a call. `file.caller` and `file.agent` name a file a side. */
type Column =
  | FieldName
  | 'file'
  | 'file.caller'
  | 'file.agent'
  | 'file.mixed'
  | 'channels'
  | 'labels'
  | 'kind'
  | 'segment'
  | 'siprec'

const columns: readonly Column[] = [
  ...fieldNames,
  'file',
  'file.caller',
  'file.agent',
  'file.mixed',
  'channels',
  'labels',
  'kind',
  'segment',
  'siprec',
]

/** `session-id`, `sessionId` and `SESSION_ID` are one column. */
const plain = (name: string) => name.toLowerCase().replace(/[\s_-]/g, '')
const columnsByPlainName = new Map(columns.map((column) => [plain(column), column]))

/** For each column the header under which the manifest has it. */
export type ColumnMap = ReadonlyMap<Column, string>

/** Reads `from=Caller,to="Called party",file=Path`; a header with a comma in it needs the quotes. */
export function readColumnMap(text: string): ColumnMap {
  const map = new Map<Column, string>()
  for (const pair of text.match(/(?:"[^"]*"|[^,"])+/g) ?? []) {
    const at = pair.indexOf('=')
    const column = columnsByPlainName.get(plain(pair.slice(0, at).replaceAll('"', '')))
    const header = pair
      .slice(at + 1)
      .replaceAll('"', '')
      .trim()
    if (at < 1 || header === '') throw new UsageError(`Write --map as from=Caller,file=Path, not "${pair.trim()}".`)
    if (!column) {
      throw new UsageError(`--map knows no "${pair.slice(0, at).trim()}": its names are ${columns.join(', ')}.`)
    }
    if (map.has(column)) throw new UsageError(`--map names ${column} twice.`)
    map.set(column, header)
  }
  return map
}

export type ManifestRules = {
  map: ColumnMap | undefined
  /** Undefined: the one that the first line has most of. */
  delimiter: string | undefined
}

/**
 * The calls of a CSV file, a row each; files are named relative to it. A row that cannot be read is a problem and the
 * rest goes on; a manifest that cannot be used at all is a {@link UsageError}.
 */
export function readManifest(path: string, rules: ManifestRules): { calls: NamedCall[]; problems: PlanProblem[] } {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    throw new UsageError(`The manifest cannot be read: ${messageOf(error)}`)
  }
  const problems: PlanProblem[] = []
  const sourceOf = (line: number) => `${basename(path)} line ${line}`
  const rows: { cells: string[]; line: number }[] = []
  try {
    parse(text, {
      bom: true,
      delimiter: rules.delimiter ?? commonestDelimiter(text),
      trim: true,
      skip_empty_lines: true,
      skip_records_with_error: true,
      on_record: (cells: string[], { lines }) => {
        rows.push({ cells, line: lines })
        return null
      },
      on_skip: (error) => {
        const line = typeof error?.lines === 'number' ? error.lines : 0
        problems.push({ source: sourceOf(line), message: error?.message ?? 'The row cannot be read.' })
        return undefined
      },
    })
  } catch (error) {
    throw new UsageError(`${basename(path)} cannot be read as CSV: ${messageOf(error)}`)
  }
  const [header, ...rest] = rows
  if (!header) throw new UsageError(`${basename(path)} has no first line that names its columns.`)
  const map = rules.map ?? mapByHeaders(header.cells)
  checkHeaders(map, header.cells)

  const calls: NamedCall[] = []
  for (const { cells, line } of rest) {
    const source = sourceOf(line)
    const cell = (column: Column) => cells[header.cells.indexOf(map.get(column) ?? '')] || undefined
    try {
      calls.push(readRow(cell, source, dirname(resolve(path))))
    } catch (error) {
      if (!(error instanceof UsageError)) throw error
      problems.push({ source, message: error.message })
    }
  }
  return { calls, problems }
}

function mapByHeaders(headers: readonly string[]): ColumnMap {
  const map = new Map<Column, string>()
  for (const header of headers) {
    const column = columnsByPlainName.get(plain(header))
    if (column && !map.has(column)) map.set(column, header)
  }
  return map
}

function checkHeaders(map: ColumnMap, headers: readonly string[]): void {
  const list = `It has ${headers.map((header) => `"${header}"`).join(', ')}.`
  for (const header of map.values()) {
    if (!headers.includes(header)) throw new UsageError(`The manifest has no column "${header}". ${list}`)
  }
  const saysFiles = [...map.keys()].some((column) => column.startsWith('file'))
  if (!saysFiles && !map.has('sessionId')) {
    throw new UsageError(`No column of the manifest is known as the file: say which with --map file=... ${list}`)
  }
}

function readRow(cell: (column: Column) => string | undefined, source: string, folder: string): NamedCall {
  const raw = Object.fromEntries(fieldNames.flatMap((name) => (cell(name) === undefined ? [] : [[name, cell(name)]])))
  const channels = cell('channels')
  const labels = cell('labels')
    ?.split(/[;,|/]/)
    .map((label) => label.trim() || null)
  const segment = cell('segment')
  const kind = cell('kind')?.toLowerCase()
  if (segment !== undefined && !/^[1-9]\d{0,3}$/.test(segment)) throw new UsageError('segment: must be a number from 1')
  const common = {
    kind: kind === undefined ? undefined : readKind(kind),
    segment: segment ? Number(segment) : undefined,
  }

  const files: NamedFile[] = []
  const add = (
    path: string | undefined,
    voices: readonly string[] | undefined,
    more: Pick<NamedFile, 'labels'> = {},
  ) => {
    if (path !== undefined) files.push({ path: resolve(folder, path), channels: voices, ...more, ...common })
  }
  add(cell('file'), channels === undefined ? undefined : readVoices(channels.replace(/[;|/]/g, ',')), { labels })
  add(cell('file.caller'), ['caller'])
  add(cell('file.agent'), ['agent'])
  add(cell('file.mixed'), ['mixed'])
  const siprec = cell('siprec')
  return { source, raw, files, siprecPath: siprec === undefined ? undefined : resolve(folder, siprec) }
}

export function readKind(text: string): MediaKind {
  if (text === 'audio' || text === 'video' || text === 'screen') return text
  throw new UsageError(`kind: must be audio, video or screen, not "${text}"`)
}

function commonestDelimiter(text: string): string {
  const firstLine = text.slice(0, text.search(/[\r\n]|$/))
  const count = (delimiter: string) => firstLine.split(delimiter).length
  return [',', ';', '\t', '|'].reduce((best, delimiter) => (count(delimiter) > count(best) ? delimiter : best))
}
