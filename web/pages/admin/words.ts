import type { RouteKind, RouteOutcome, RoutePermission, RoutePermissions } from '../../../functions/contract/index.ts'
import type { Route, RouteTest } from '../../api/index.ts'

type SwitchWords = { id: RoutePermission; label: string; words: string }

/** Every switch in the order of the table. */
export const switches: readonly SwitchWords[] = [
  { id: 'play', label: 'Play', words: 'Listen to recordings.' },
  { id: 'download', label: 'Download', words: 'Save media files.' },
  { id: 'video', label: 'Video', words: 'Play and download video and screen files, where those are on.' },
  { id: 'delete', label: 'Delete', words: 'Delete recordings.' },
  { id: 'rating', label: 'Rating', words: 'Rate calls from 1 to 5.' },
  { id: 'notes', label: 'Notes', words: 'Read and write notes.' },
  { id: 'transcript', label: 'Transcript', words: 'Read and correct transcripts.' },
  { id: 'complete', label: 'Complete transaction', words: 'Mark calls as complete transactions.' },
  { id: 'agentId', label: 'Agent', words: 'Correct the agent’s ID and name.' },
  { id: 'category', label: 'Category', words: 'Put calls into categories.' },
  { id: 'customData', label: 'Custom data', words: 'Fill in custom fields.' },
]

export const kindWords: Record<RouteKind, string> = { from: 'From', to: 'To', fromOrTo: 'From/To' }

const joined = (words: readonly string[]): string => new Intl.ListFormat('en', { type: 'conjunction' }).format(words)

/** `Everything on`, `Download and Delete off`, `Everything off but Play`. */
export function switchesInWords(permissions: RoutePermissions): string {
  const on = switches.filter(({ id }) => permissions[id]).map(({ label }) => label)
  const off = switches.filter(({ id }) => !permissions[id]).map(({ label }) => label)
  if (off.length === 0) return 'Everything on'
  if (on.length === 0) return 'Everything off'
  return on.length < 3 ? `Everything off but ${joined(on)}` : `${joined(off)} off`
}

export const dtmfWords = (isRecorded: boolean): string => (isRecorded ? 'Recorded' : 'Not recorded')

type Candidate = RouteTest['candidates'][number]
type Measure = { words: (count: number) => string; of: (candidate: Candidate) => number | undefined }

const plural = (count: number, one: string, many: string) => `${count} ${count === 1 ? one : many}`

/** What a pattern is measured by, in the order in which it decides. */
const measures: readonly Measure[] = [
  { of: ({ specificity }) => specificity?.literals, words: (n) => plural(n, 'exact character', 'exact characters') },
  { of: ({ specificity }) => specificity?.ranges, words: (n) => plural(n, 'set of digits', 'sets of digits') },
  { of: ({ specificity }) => specificity?.places, words: (n) => plural(n, 'any-digit place', 'any-digit places') },
  { of: ({ specificity }) => specificity?.runs, words: (n) => plural(n, 'run of anything', 'runs of anything') },
]

/** In which measure two patterns first differ: `2 exact characters against 10`. */
function differenceOf(loser: Candidate, chosen: Candidate | undefined): string {
  for (const { of, words } of measures) {
    const [own, best] = [of(loser), chosen && of(chosen)]
    if (own !== undefined && best !== undefined && own !== best) return `${words(own)} against ${best}`
  }
  return ''
}

const sideWords = { from: 'From', to: 'To' } as const
const matchedSide = ({ matched }: Candidate): string => (matched ? sideWords[matched] : 'the call')

const outcomeWords: Record<RouteOutcome, (candidate: Candidate, chosen: Candidate | undefined) => string> = {
  chosen: (candidate) =>
    candidate.isDefault
      ? 'Takes the call, as no pattern matches.'
      : `Takes the call: its pattern matches ${matchedSide(candidate)}.`,
  noPattern: () => 'Has no pattern: it takes calls only of recorders that name it.',
  retired: () => 'Is retired and takes no calls.',
  noMatch: ({ kind }) => (kind === 'fromOrTo' ? 'Matches neither From nor To.' : `Does not match ${kindWords[kind]}.`),
  lessSpecific: (candidate, chosen) =>
    `Matches ${matchedSide(candidate)} too, but less specifically: ${differenceOf(candidate, chosen)}.`,
  laterInOrder: (candidate) => `Matches ${matchedSide(candidate)} just as specifically, but comes later in the order.`,
  newer: (candidate) => `Matches ${matchedSide(candidate)} just as specifically, but is newer.`,
  notNeeded: () => 'Takes only calls that no pattern matches.',
}

/** Why a route was chosen or was not. */
export const whyOf = (candidate: Candidate, candidates: readonly Candidate[]): string =>
  outcomeWords[candidate.outcome](
    candidate,
    candidates.find(({ outcome }) => outcome === 'chosen'),
  )

/** What a route takes, in one line. */
export const patternInWords = ({ isDefault, numberPattern }: Pick<Route, 'isDefault' | 'numberPattern'>): string =>
  isDefault ? 'Calls that no pattern matches' : (numberPattern ?? 'No pattern: calls of recorders that name it')
