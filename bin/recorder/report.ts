import { readSiprec } from '../../functions/domain/metadata/index.ts'
import type { Plan, PlannedCall } from './calls.ts'
import { messageOf, RefusedError } from './errors.ts'
import { flagOf } from './fields.ts'
import { megabytes } from './progress.ts'
import type { CallOutcome, FileOutcome } from './send.ts'
import { limits } from './wire.ts'

const count = (number: number, what: string): string => `${number} ${what}${number === 1 ? '' : 's'}`

const stateWords = {
  available: 'available',
  sent: 'sent',
  damaged: 'damaged: it arrived and is empty, cut short or unreadable',
  rejected: 'rejected: what arrived is not what was announced; send it again',
  missing: 'missing: it did not arrive',
  failed: 'not sent',
} as const satisfies Record<FileOutcome['state'], string>

/** What became of a call, in words: a line, and one for each file that is not well. */
export function outcomeLines(outcome: CallOutcome): string[] {
  if (outcome.status === 'failed') return [`${outcome.call.source}: ${refusalInWords(outcome.error, outcome.call)}`]
  const { recordingId, sessionId, isNew, files } = outcome
  const tally = new Map<FileOutcome['state'], number>()
  for (const { state } of files) tally.set(state, (tally.get(state) ?? 0) + 1)
  const states = [...tally].map(
    ([state, number], i) => `${i === 0 ? count(number, 'file') : number} ${tallyWords[state]}`,
  )
  const summary = states.length === 0 ? 'facts only' : states.join(', ')
  return [
    `recording ${recordingId} (${isNew ? 'new' : 'known'}) session ${sessionId}: ${summary}`,
    ...files
      .filter(({ state }) => state !== 'available' && state !== 'sent')
      .map(
        ({ file, state, message }) => `  ${file.name}: ${stateWords[state]}${message === null ? '' : `: ${message}`}`,
      ),
  ]
}

const tallyWords = {
  available: 'available',
  sent: 'sent',
  damaged: 'damaged',
  rejected: 'rejected',
  missing: 'missing',
  failed: 'not sent',
} as const satisfies Record<FileOutcome['state'], string>

/** An error with the fields that the server named, called as at the command line. */
export function refusalInWords(error: unknown, call: PlannedCall): string {
  if (!(error instanceof RefusedError) || error.fields.length === 0) return messageOf(error)
  return [error.message, ...error.fields.map(({ field, message }) => `  ${nameOf(field, call)}: ${message}`)].join('\n')
}

function nameOf(field: string, call: PlannedCall): string {
  const media = /^media(?:\[(\d+)\]|\.(\d+))(?:\.(.+))?$/.exec(field)
  const file = media && call.files[Number(media[1] ?? media[2])]
  if (file) return media[3] === undefined ? file.name : `${file.name}, ${media[3]}`
  return flagOf(field) ?? field
}

/** The same for machines. */
export function outcomeJson(outcome: CallOutcome): string {
  if (outcome.status === 'failed') {
    const { error, call } = outcome
    const refused = error instanceof RefusedError ? { code: error.code, fields: error.fields } : {}
    return JSON.stringify({ source: call.source, status: 'failed', message: messageOf(error), ...refused })
  }
  const { call, recordingId, sessionId, isNew, files } = outcome
  return JSON.stringify({
    source: call.source,
    status: 'in',
    recordingId,
    sessionId,
    isNew,
    files: files.map(({ file, mediaId, state, message }) => ({
      path: file.path,
      mediaId,
      state,
      lengthBytes: file.lengthBytes,
      ...(message !== null && { message }),
    })),
  })
}

/** What would be sent, as a table. */
export function planLines(plan: Plan): string[] {
  const rows = plan.calls.flatMap(rowsOf)
  const columns = [
    'Start (UTC)',
    'From',
    'To',
    'Session',
    'File',
    'Kind',
    'Channels',
    'Seg',
    'Offset',
    'Size',
    'Said by',
  ]
  const widths = columns.map((title, i) => Math.max(title.length, ...rows.map((row) => row[i]?.length ?? 0)))
  const lineOf = (row: readonly string[]) =>
    row
      .map((cell, i) => cell.padEnd(widths[i] ?? 0))
      .join('  ')
      .trimEnd()
  const files = plan.calls.flatMap((call) => call.files)
  const bytes = files.reduce((sum, file) => sum + file.lengthBytes, 0)
  const total = `${count(plan.calls.length, 'recording')}, ${count(files.length, 'file')}, ${megabytes(bytes)}: nothing was sent.`
  return [...(rows.length > 0 ? [lineOf(columns), ...rows.map(lineOf)] : []), total]
}

function rowsOf(call: PlannedCall): string[][] {
  const facts = { ...factsOfSiprec(call), ...call.facts }
  const said = [facts.startedAt ?? '-', facts.from ?? '-', facts.to ?? '-', facts.sessionId ?? '-']
  const again = ['', '', '', '']
  if (call.files.length === 0) return [[...said, '-', '', '', '', '', '', call.source]]
  return call.files.map((file, i) => [
    ...(i === 0 ? said : again),
    file.name,
    file.kind,
    file.channels.join(',') || '-',
    String(file.segment),
    file.startOffsetMs === 0 ? '-' : `${file.startOffsetMs / 1000} s`,
    megabytes(file.lengthBytes),
    i === 0 ? call.source : '',
  ])
}

const factsOfSiprec = (call: PlannedCall) => readSiprec(documentsOf(call), call.sipHeaders).facts
const documentsOf = ({ siprec }: PlannedCall) => (siprec === undefined ? [] : [{ text: siprec }])

/** The same for machines. */
export const planJson = ({ calls }: Plan): string[] =>
  calls.map(({ source, facts, files }) => JSON.stringify({ source, status: 'planned', facts, files }))

/** What somebody should know of a call before it goes, though it can go. */
export function notesOn(call: PlannedCall): string[] {
  const notes = readSiprec(documentsOf(call)).model.diagnostics
  return [
    ...notes.map(({ line, message }) => `${call.source}: SIPREC${line === null ? '' : ` line ${line}`}: ${message}`),
    ...(call.files.length > limits.filesPerRequest
      ? [`${call.source}: ${call.files.length} files as one call: say --each if every file is a call of its own.`]
      : []),
  ]
}
