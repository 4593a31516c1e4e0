import type { ImportLine, ImportResult } from '../../../api/index.ts'

/** The columns of the file, in the order of the template; docs/people.md. */
export const importColumns = [
  { id: 'email', words: 'Whose line it is. Needed.' },
  { id: 'name', words: 'Needed for somebody new.' },
  { id: 'role', words: 'Tenant User or Tenant Administrator.' },
  { id: 'routes', words: 'all, or names of routes.' },
  { id: 'groups', words: 'Names of groups.' },
  { id: 'supervises', words: 'Which of the groups they supervise.' },
  { id: 'agent ids', words: 'IDs or extensions by which recorders name them.' },
  { id: 'permissions', words: 'view, play, video, download, delete and so on, as on a person’s page.' },
  { id: 'policies', words: 'Names of policies that the tenant has made.' },
  { id: 'time zone', words: 'Such as Europe/Berlin.' },
  { id: 'language', words: 'Such as de-DE.' },
  { id: 'enabled', words: 'yes, or no for who is disabled.' },
] as const

/** What the API takes at once. */
export const mostLines = 500
const mostCharacters = 500_000

/** A first file to be filled in: the heading, and a line as an example. */
export const template = csvOf([
  importColumns.map(({ id }) => id),
  [
    ...['jo@example.com', 'Jo Bloggs', 'Tenant User', 'all', '', '', '1004;jo.bloggs'],
    ...['view;play;video', '', 'America/Los_Angeles', 'en-US', 'yes'],
  ],
])

/**
 * The text of a file that holds CSV; `problem` says why it cannot be one. A file in another encoding is refused rather
 * than imported with broken names.
 */
export function csvIn(bytes: Uint8Array): { csv: string } | { problem: string } {
  let csv: string
  try {
    csv = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return {
      problem:
        'The file is not in UTF-8, so that names in it would be broken. Save it as “CSV UTF-8” and choose it again.',
    }
  }
  if (csv.includes('\0')) return { problem: 'The file is not text. Choose a CSV file, not a spreadsheet.' }
  if (csv.trim() === '') return { problem: 'The file is empty.' }
  if (csv.length > mostCharacters) {
    return { problem: `The file is too large: at most ${mostLines} lines at once. Split it, and import part by part.` }
  }
  return { csv }
}

/** Rows as CSV (RFC 4180). A cell that a spreadsheet would take for a formula is kept from it by an apostrophe. */
export function csvOf(rows: readonly (readonly string[])[]): string {
  const cell = (text: string) => {
    const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
    return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
  }
  return rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('')
}

type Outcome = ImportLine['outcome']

/** What became of a line, or would. */
export const outcomeWords: Record<Outcome, { trial: string; real: string }> = {
  created: { trial: 'Will be created', real: 'Created' },
  updated: { trial: 'Will be updated', real: 'Updated' },
  unchanged: { trial: 'Nothing to change', real: 'Nothing to change' },
  invalid: { trial: 'Not valid', real: 'Not valid' },
  failed: { trial: 'Failed', real: 'Failed' },
}

export const wordsOfOutcome = ({ outcome }: ImportLine, isTrial: boolean): string =>
  outcomeWords[outcome][isTrial ? 'trial' : 'real']

export const wordsOfErrors = ({ errors }: ImportLine): string =>
  errors.map(({ column, message }) => (column === null ? message : `${column}: ${message}`)).join('; ')

const counted = (count: number, words: string): string[] => (count > 0 ? [`${words} ${count}`] : [])

/** `Create 12, update 3`; empty where there is nothing to do. */
export const deedOf = ({ counts }: ImportResult): string => {
  const [first, ...rest] = [...counted(counts.created ?? 0, 'Create'), ...counted(counts.updated ?? 0, 'update')]
  if (first === undefined) return ''
  return [first.charAt(0).toUpperCase() + first.slice(1), ...rest].join(', ')
}

/** `12 created, 3 updated, 1 not valid`. */
export function summaryOf({ counts, isDryRun }: ImportResult): string {
  const order: readonly Outcome[] = ['created', 'updated', 'unchanged', 'invalid', 'failed']
  const parts = order.flatMap((outcome) => {
    const count = counts[outcome] ?? 0
    const words = outcomeWords[outcome][isDryRun ? 'trial' : 'real']
    return count > 0 ? [`${count} ${words.toLowerCase()}`] : []
  })
  return parts.join(', ') || 'The file has no lines under its heading'
}

/** The result as CSV, to be kept or sent on. */
export const reportOf = (result: ImportResult): string =>
  csvOf([
    ['line', 'email', 'outcome', 'errors'],
    ...result.lines.map((line) => [
      String(line.line),
      line.email ?? '',
      wordsOfOutcome(line, result.isDryRun),
      wordsOfErrors(line),
    ]),
  ])
