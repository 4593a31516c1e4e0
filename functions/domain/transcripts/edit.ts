import { type BodyOf, type Contract, timesFault, transcriptLimits } from '../../contract/index.ts'
import type { Cue, EditedCue, PastCue, Principal, Recording, Transcript } from '../../model/index.ts'
import type { Clock, Ids, SegmentPlace } from '../../ports/index.ts'
import { madeBefore, type Repeatable } from '../administration/index.ts'
import { entryOf } from '../audit/index.ts'
import { conflict, notFound, Refusal } from '../problems/index.ts'
import { faultsPastEnd, overlapped, refuseFaults, refuseTooLarge } from './check.ts'
import { blankTranscript, type Loaded, loadTranscript, requireSegment, type TranscriptPorts } from './load.ts'
import { placeOfNew } from './order.ts'
import { type CueView, viewCue } from './read.ts'
import { requireEditable } from './rights.ts'

export type EditPorts = TranscriptPorts & { clock: Pick<Clock, 'now'>; ids: Pick<Ids, 'uploadId'> }
export type CuePlace = SegmentPlace & { cueId: number }
export type NewCue = BodyOf<Contract['segments']['addCue']>
export type CueChanges = BodyOf<Contract['segments']['changeCue']>

/** As many as may edit one transcript at once: in every round one of them succeeds. */
const attempts = 20

type State = Loaded & { recording: Recording; durationMs: number | null }

/** What an edit comes to; undefined: everything is as it should be already. */
type Edit = { edited: EditedCue; change: PastCue['change']; before: Cue | null }

/**
 * Adds a cue.
 * @throws Refusal not_found, forbidden, route_permission, invalid_transcript, idempotency_key_reused, conflict
 */
export async function addCue(
  ports: EditPorts,
  principal: Principal,
  place: SegmentPlace,
  { afterCueId, ...content }: NewCue,
  repeatable: Repeatable | null,
): Promise<CueView> {
  const edited = await write(ports, principal, place, 'addCue', repeatable, (state) => {
    if (state.cues.length >= transcriptLimits.cues) {
      refuseFaults([{ place: 'cue', message: `would be more than the ${transcriptLimits.cues} that a segment takes` }])
    }
    const id = state.transcript.lastCueId + 1
    const cue: Cue = { ...content, id, version: 1, place: placeOfNew(state.cues, { ...content, afterCueId }) }
    refuseUnfitting(state, cue)
    return { edited: { id, version: 1, cue }, change: 'added', before: null }
  })
  return viewCue(edited)
}

/**
 * Edits a cue. An edit with an old base succeeds where nobody edited this cue since.
 * @param baseVersion the cue's version of If-Match; undefined for `*`
 * @throws Refusal not_found, forbidden, route_permission, precondition_failed, invalid_transcript, conflict
 */
export async function changeCue(
  ports: EditPorts,
  principal: Principal,
  { cueId, ...place }: CuePlace,
  changes: CueChanges,
  baseVersion: number | undefined,
): Promise<CueView> {
  const edited = await write(ports, principal, place, 'changeCue', null, (state) => {
    const before = requireCue(state, cueId, baseVersion)
    const cue: Cue = { ...before, ...changes, version: before.version + 1 }
    refuseUnfitting(state, cue)
    return { edited: { id: cueId, version: cue.version, cue }, change: 'edited', before }
  })
  return viewCue(edited)
}

/** @throws Refusal not_found, forbidden, route_permission, precondition_failed, conflict */
export async function removeCue(
  ports: EditPorts,
  principal: Principal,
  { cueId, ...place }: CuePlace,
  baseVersion: number | undefined,
): Promise<void> {
  await write(ports, principal, place, 'removeCue', null, (state) => {
    const before = requireCue(state, cueId, baseVersion)
    return { edited: { id: cueId, version: before.version + 1, cue: null }, change: 'removed', before }
  })
}

/** @throws Refusal not_found, precondition_failed */
function requireCue({ cues }: State, cueId: number, baseVersion: number | undefined): Cue {
  const cue = cues.find(({ id }) => id === cueId)
  if (!cue) throw notFound()
  if (baseVersion === undefined || baseVersion === cue.version) return cue
  throw new Refusal('precondition_failed', 'Somebody edited this cue since you read it. Read it again and decide.')
}

/** @throws Refusal invalid_transcript naming the field, and the cue that is in the way */
function refuseUnfitting({ cues, durationMs }: State, cue: Cue): void {
  const wrong = timesFault(cue)
  if (wrong) refuseFaults([{ place: wrong.field, message: wrong.message }])
  refuseFaults(faultsPastEnd([{ ...cue, source: 'endMs' }], durationMs))
  const others = cues.filter(({ id }) => id !== cue.id)
  const other = overlapped(others, cue)
  if (other) refuseFaults([{ place: 'startMs', message: `overlaps cue ${other.id}, of the same speaker` }])
  refuseTooLarge([...others, cue])
}

/** Carries an edit out on what is there, again while somebody else is faster. @returns the cue, or as it was last */
async function write(
  ports: EditPorts,
  principal: Principal,
  place: SegmentPlace,
  action: 'addCue' | 'changeCue' | 'removeCue',
  repeatable: Repeatable | null,
  edit: (state: State) => Edit,
): Promise<Cue> {
  const { transcripts } = ports
  const { tenantId } = principal
  for (let attempt = 0; attempt < attempts; attempt++) {
    const recording = await requireEditable(ports, principal, place.recordingId)
    const durationMs = await requireSegment(ports, principal, place)
    const loaded = (await loadTranscript(ports, tenantId, place)) ?? blankTranscript(place, recording)
    const made = await madeBefore(requestsOf(transcripts, place, loaded), tenantId, repeatable)
    if (made) return made
    const { edited, change, before } = edit({ ...loaded, recording, durationMs })
    const now = ports.clock.now()
    const transcript: Transcript = {
      ...loaded.transcript,
      textId: loaded.transcript.textId ?? ports.ids.uploadId(),
      lastCueId: Math.max(loaded.transcript.lastCueId, edited.id),
      updatedAt: now,
      version: loaded.transcript.version + 1,
    }
    const cue = edited.cue ?? before
    if (!cue) throw new Error('an edit is of a cue')
    const by = { at: now, personId: principal.id }
    const past: PastCue = { ...contentOf(cue), id: edited.id, version: edited.version, change, ...by }
    const written = await transcripts.changeCue(tenantId, {
      ...{ transcript, edited, past: [...importedBefore(loaded, before), past] },
      idempotency: repeatable && { ...repeatable, id: String(edited.id) },
      audit: entryOf(principal, action, { recordingId: place.recordingId, sessionId: recording.sessionId }),
    })
    if (written === 'written') return cue
  }
  throw conflict()
}

const contentOf = ({ startMs, endMs, speaker, text }: Cue) => ({ startMs, endMs, speaker, text })

/** What a cue said that was imported and is edited for the first time: later the text may be another. */
function importedBefore({ transcript, edited }: Loaded, before: Cue | null): PastCue[] {
  const { importedAt, importedBy } = transcript
  if (!before || edited.has(before.id) || importedAt === null || importedBy === null) return []
  const { id, version } = before
  return [{ ...contentOf(before), id, version, change: 'imported', at: importedAt, personId: importedBy }]
}

/** What requests under an Idempotency-Key made. */
function requestsOf(transcripts: TranscriptPorts['transcripts'], place: SegmentPlace, { cues }: Loaded) {
  return {
    findByIdempotencyKey: (tenantId: Principal['tenantId'], key: string) =>
      transcripts.findByIdempotencyKey(tenantId, place, key),
    find: async (_: Principal['tenantId'], id: string) => cues.find((cue) => String(cue.id) === id),
  }
}
