import { type BodyOf, type Contract, cueContentSchema, transcriptLimits } from '../../contract/index.ts'
import type { Cue, CueContent, Principal, Transcript } from '../../model/index.ts'
import type { Clock, Ids, SegmentPlace } from '../../ports/index.ts'
import { entryOf } from '../audit/index.ts'
import { conflict, Refusal } from '../problems/index.ts'
import { faultsOfOverlap, faultsOfSize, faultsPastEnd, refuseFaults, refuseTooLarge } from './check.ts'
import { mostFaults, type ReadCue, readFile } from './formats/index.ts'
import { blankTranscript, type Loaded, loadTranscript, requireSegment, type TranscriptPorts, textOf } from './load.ts'
import { inOrder, placeOfIndex } from './order.ts'
import { findTranscript, type VersionedTranscript } from './read.ts'
import { requireEditable } from './rights.ts'

export type ImportPorts = TranscriptPorts & { clock: Pick<Clock, 'now'>; ids: Pick<Ids, 'uploadId'> }
type ImportBody = BodyOf<Contract['segments']['importTranscript']>

/** An item of DynamoDB takes 400 KB; longer texts are cheaper as objects anyway. */
const mostBytesOfItem = 200_000

const utf8 = new TextEncoder()
const bytesOf = (text: string) => utf8.encode(text).length

/**
 * Puts a transcript in place of what is there; what is replaced is kept with the history of its cues. The same request
 * again, when its answer was lost, answers the same.
 * @param baseVersion the version of If-Match, 0 where there is none; undefined for `*`
 * @throws Refusal not_found, forbidden, route_permission, precondition_failed, conflict; invalid_transcript naming the places
 */
export async function importTranscript(
  ports: ImportPorts,
  principal: Principal,
  place: SegmentPlace,
  body: ImportBody,
  baseVersion: number | undefined,
): Promise<VersionedTranscript> {
  const recording = await requireEditable(ports, principal, place.recordingId)
  const durationMs = await requireSegment(ports, principal, place)
  const cues = readCues(body, durationMs)
  const loaded = (await loadTranscript(ports, principal.tenantId, place)) ?? blankTranscript(place, recording)
  if (baseVersion !== undefined && loaded.transcript.version !== baseVersion) {
    if (isRepeat(loaded, baseVersion, cues)) return findTranscript(ports, principal, place)
    throw stale()
  }
  const firstCueId = loaded.transcript.lastCueId + 1
  const text = textOf(firstCueId, cues)
  const isLong = bytesOf(text) > mostBytesOfItem
  const textId = ports.ids.uploadId()
  // Before what names it: an object that nothing names is nobody's, and goes with the recording.
  const objectVersionId = isLong ? await ports.texts.keep(principal.tenantId, place, textId, text) : null
  const now = ports.clock.now()
  const transcript: Transcript = {
    ...loaded.transcript,
    ...{ textId, objectVersionId, importedAt: now, importedBy: principal.id, updatedAt: now },
    lastCueId: loaded.transcript.lastCueId + cues.length,
    version: loaded.transcript.version + 1,
  }
  const { recordingId } = place
  const audit = entryOf(principal, 'importTranscript', { recordingId, sessionId: recording.sessionId })
  const written = await ports.transcripts.replace(principal.tenantId, {
    ...{ transcript, text: isLong ? null : text, audit },
  })
  if (written === 'written') return findTranscript(ports, principal, place)
  // Where the recording was deleted meanwhile, the object came after the others were cleared.
  if (isLong) await ports.recordings.noteLeftovers(principal.tenantId, recordingId)
  throw baseVersion === undefined ? conflict() : stale()
}

/**
 * Takes the transcript away. What it said is kept with the history of its cues, as long as the recording is.
 * @throws Refusal not_found, forbidden, route_permission, precondition_failed, conflict
 */
export async function removeTranscript(
  ports: ImportPorts,
  principal: Principal,
  place: SegmentPlace,
  baseVersion: number | undefined,
): Promise<void> {
  const { sessionId } = await requireEditable(ports, principal, place.recordingId)
  await requireSegment(ports, principal, place)
  const loaded = await loadTranscript(ports, principal.tenantId, place)
  const version = loaded?.transcript.version ?? 0
  if (baseVersion !== undefined && version !== baseVersion) throw stale()
  if (!loaded || loaded.transcript.textId === null) return
  const transcript: Transcript = {
    ...loaded.transcript,
    ...{ textId: null, objectVersionId: null, importedAt: null, importedBy: null, updatedAt: ports.clock.now() },
    version: version + 1,
  }
  const audit = entryOf(principal, 'removeTranscript', { recordingId: place.recordingId, sessionId })
  const written = await ports.transcripts.replace(principal.tenantId, { transcript, text: null, audit })
  if (written === 'stale') throw conflict()
}

function stale(): Refusal {
  return new Refusal('precondition_failed', 'The transcript changed since you read it. Read it again and decide.')
}

/** @throws Refusal invalid_transcript */
function readCues({ format, text, hasSpeakers }: ImportBody, durationMs: number | null): CueContent[] {
  if (bytesOf(text) > transcriptLimits.bytes) {
    refuseFaults([{ place: 'text', message: `is more than the ${transcriptLimits.bytes} bytes that a segment takes` }])
  }
  const { cues: found, faults } = readFile(format, text, { hasSpeakers })
  refuseFaults(faults)
  if (found.length === 0) refuseFaults([{ place: 'text', message: 'holds no cues' }])
  const cues = asKept(found)
  refuseFaults([...faultsOfSize(cues), ...faultsPastEnd(cues, durationMs), ...faultsOfOverlap(cues)])
  refuseTooLarge(cues)
  const ordered = inOrder(cues.map((cue, index) => ({ ...cue, id: index, version: 1, place: placeOfIndex(index) })))
  return ordered.map(({ startMs, endMs, speaker, text: words }: Cue) => ({ startMs, endMs, speaker, text: words }))
}

/**
 * Cues as the contract has them, whatever the file.
 * @throws Refusal invalid_transcript
 */
function asKept(found: readonly ReadCue[]): ReadCue[] {
  const faults = faultsOfSize(found)
  refuseFaults(faults)
  const kept = found.map(({ source, ...content }) => ({ source, ...cueContentSchema.safeParse(content) }))
  const refused = kept.flatMap(({ source, error }) => {
    const [issue] = error?.issues ?? []
    return issue ? { place: source, message: issue.message } : []
  })
  refuseFaults(refused.slice(0, mostFaults))
  return kept.flatMap(({ source, data }) => (data ? { ...data, source } : []))
}

/** Whether just this was imported on that base, and nothing was done since. */
function isRepeat({ transcript, cues }: Loaded, baseVersion: number, asked: readonly CueContent[]): boolean {
  const contentsOf = (all: readonly CueContent[]) =>
    JSON.stringify(all.map(({ startMs, endMs, speaker, text }) => [startMs, endMs, speaker, text]))
  return transcript.version === baseVersion + 1 && contentsOf(cues) === contentsOf(asked)
}
