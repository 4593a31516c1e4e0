import { transcriptLimits } from '../../contract/index.ts'
import type { CueContent } from '../../model/index.ts'
import { Refusal } from '../problems/index.ts'
import { type Fault, mostFaults } from './formats/index.ts'

/** A cue, and what it is called where it is told of. */
export type Named<C extends CueContent = CueContent> = C & { source: string }

/** Recorders and transcribers do not agree to the last word on when a file ends. */
const toleranceMs = 1_000

/** @param durationMs of the segment; null while it is not known, and then nothing lies past it */
export function faultsPastEnd(cues: readonly Named[], durationMs: number | null): Fault[] {
  if (durationMs === null) return []
  return cues.flatMap(({ endMs, source }) =>
    endMs !== null && endMs > durationMs + toleranceMs
      ? { place: source, message: `ends past the segment, which lasts ${durationMs} ms` }
      : [],
  )
}

/** Two people talk at once, one does not: cues of one speaker must not overlap, nor those of nobody in particular. */
export function faultsOfOverlap(cues: readonly Named[]): Fault[] {
  const timed = cues.filter(({ startMs }) => startMs !== null)
  return [...Map.groupBy(timed, ({ speaker }) => speaker).values()].flatMap((ofSpeaker) => {
    const byStart = ofSpeaker.toSorted((one, other) => (one.startMs ?? 0) - (other.startMs ?? 0))
    let latest = byStart[0]
    return byStart.slice(1).flatMap((cue) => {
      const before = latest
      if (!latest || (cue.endMs ?? 0) > (latest.endMs ?? 0)) latest = cue
      if (!before || (cue.startMs ?? 0) >= (before.endMs ?? 0)) return []
      return { place: cue.source, message: `overlaps the cue at ${before.source}, of the same speaker` }
    })
  })
}

/** A cue that the speaker of this one says at the same time. */
export function overlapped<C extends CueContent>(cues: readonly C[], cue: CueContent): C | undefined {
  const { startMs, endMs, speaker } = cue
  if (startMs === null || endMs === null) return undefined
  return cues.find(
    (other) =>
      other.speaker === speaker &&
      other.startMs !== null &&
      other.endMs !== null &&
      other.startMs < endMs &&
      startMs < other.endMs,
  )
}

export function faultsOfSize(cues: readonly Named[]): Fault[] {
  if (cues.length > transcriptLimits.cues) {
    return [{ place: 'text', message: `holds ${cues.length} cues; a segment takes ${transcriptLimits.cues}` }]
  }
  return cues.flatMap(({ text, speaker, source }) => {
    if (text.length > transcriptLimits.textCharacters) {
      return { place: source, message: `is of a cue of more than ${transcriptLimits.textCharacters} characters` }
    }
    const isLong = (speaker?.length ?? 0) > transcriptLimits.speakerCharacters
    const message = `names a speaker by more than ${transcriptLimits.speakerCharacters} characters`
    return isLong ? { place: source, message } : []
  })
}

/** Lambda answers with at most 6 MB, within which the body is a text in JSON once more. */
const mostAnswerBytes = 5_000_000

const utf8 = new TextEncoder()

/** @throws Refusal invalid_transcript for more than an answer holds */
export function refuseTooLarge(cues: readonly CueContent[]): void {
  const bytes = utf8.encode(JSON.stringify(JSON.stringify(cues))).length
  // An id and a version stand beside each.
  if (bytes + cues.length * 60 <= mostAnswerBytes) return
  refuseFaults([{ place: 'text', message: 'is more than a segment takes: split it, or shorten the names of speakers' }])
}

/** @throws Refusal invalid_transcript naming each place */
export function refuseFaults(faults: readonly Fault[]): void {
  const [first] = faults
  if (!first) return
  const more = faults.length === 1 ? '' : ` There are ${faults.length} such places, see errors.`
  const errors = faults.slice(0, mostFaults).map(({ place, message }) => ({ field: place, message }))
  throw new Refusal('invalid_transcript', `Nothing was stored: ${first.place} ${first.message}.${more}`, errors)
}
