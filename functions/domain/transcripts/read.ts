import type { Contract, ResponseOf, TranscriptFormat } from '../../contract/index.ts'
import type { Cue, Principal } from '../../model/index.ts'
import type { PersonNames, SegmentPlace } from '../../ports/index.ts'
import { notFound, Refusal } from '../problems/index.ts'
import { requireRecording } from '../recordings/index.ts'
import { writeFile } from './formats/index.ts'
import { loadTranscript, requireSegment, type TranscriptPorts } from './load.ts'
import { editDenialOf } from './rights.ts'

type Room = Contract['segments']
export type TranscriptView = ResponseOf<Room['getTranscript']>
export type VersionedTranscript = { transcript: TranscriptView; version: number }
export type CueView = ResponseOf<Room['changeCue']>

export function viewCue({ id, startMs, endMs, speaker, text, version }: Cue): CueView {
  return { id, startMs, endMs, speaker, text, version }
}

/** @throws Refusal not_found, also for a segment that the recording has not; route_permission */
export async function findTranscript(
  ports: TranscriptPorts,
  principal: Principal,
  place: SegmentPlace,
): Promise<VersionedTranscript> {
  const { recording, limits } = await requireRecording(ports, principal, place.recordingId, 'recording:Play')
  const [durationMs, loaded] = await Promise.all([
    requireSegment(ports, principal, place),
    loadTranscript(ports, principal.tenantId, place),
  ])
  return {
    transcript: {
      cues: loaded?.cues.map(viewCue) ?? [],
      durationMs,
      updatedAt: loaded?.transcript.textId ? loaded.transcript.updatedAt : null,
      editDenial: editDenialOf(principal, recording, limits),
    },
    version: loaded?.transcript.version ?? 0,
  }
}

const contentTypes: Record<TranscriptFormat, string> = {
  vtt: 'text/vtt',
  srt: 'application/x-subrip',
  text: 'text/plain',
  json: 'application/json',
}
const extensions: Record<TranscriptFormat, string> = { vtt: 'vtt', srt: 'srt', text: 'txt', json: 'json' }

/** @throws Refusal not_found, route_permission; transcript_not_timed for a format of times where cues have none */
export async function exportTranscript(
  ports: TranscriptPorts,
  principal: Principal,
  place: SegmentPlace,
  format: TranscriptFormat,
): Promise<ResponseOf<Room['exportTranscript']>> {
  const { recording } = await requireRecording(ports, principal, place.recordingId, 'recording:Play')
  const loaded = await loadTranscript(ports, principal.tenantId, place)
  if (!loaded || loaded.cues.length === 0) throw notFound()
  const text = writeFile(format, loaded.cues)
  if (text === 'notTimed') {
    const count = loaded.cues.filter(({ startMs }) => startMs === null).length
    const detail = `Times are missing: of ${count} cues. Set them, or export it as text or JSON.`
    throw new Refusal('transcript_not_timed', detail)
  }
  const day = recording.startedAt.slice(0, 'yyyy-mm-dd'.length)
  const fileName = `${day} ${recording.id} segment ${place.seq}.${extensions[format]}`
  return { fileName, contentType: `${contentTypes[format]}; charset=utf-8`, text }
}

/** @throws Refusal not_found, also for a cue that never was; route_permission */
export async function listCueHistory(
  ports: TranscriptPorts & { names: PersonNames },
  principal: Principal,
  { cueId, ...place }: SegmentPlace & { cueId: number },
): Promise<ResponseOf<Room['listCueHistory']>> {
  await requireRecording(ports, principal, place.recordingId, 'recording:Play')
  const { tenantId } = principal
  const past = await ports.transcripts.history(tenantId, place, cueId)
  if (past.length > 0) return viewed(ports.names, principal, past)
  const loaded = await loadTranscript(ports, tenantId, place)
  const cue = loaded?.cues.find(({ id }) => id === cueId)
  const { importedAt, importedBy } = loaded?.transcript ?? {}
  if (!cue || !importedAt || !importedBy) throw notFound()
  return viewed(ports.names, principal, [{ ...cue, change: 'imported', at: importedAt, personId: importedBy }])
}

type Told = Pick<Cue, 'startMs' | 'endMs' | 'speaker' | 'text' | 'version'> & {
  change: ResponseOf<Room['listCueHistory']>['items'][number]['change']
  at: string
  personId: string
}

async function viewed(
  names: PersonNames,
  { tenantId }: Principal,
  past: readonly Told[],
): Promise<ResponseOf<Room['listCueHistory']>> {
  const nameOf = await names.namesOf(tenantId)
  return {
    items: past.map(({ startMs, endMs, speaker, text, version, change, at, personId }) => ({
      ...{ startMs, endMs, speaker, text, version, change, at, personId },
      personName: nameOf.get(personId) ?? null,
    })),
  }
}
