import * as z from 'zod'
import type { Cue, CueContent, EditedCue, Principal, Recording, TenantId, Transcript } from '../../model/index.ts'
import type {
  RecordingStore,
  SegmentPlace,
  SettingsReader,
  TranscriptStore,
  TranscriptTexts,
} from '../../ports/index.ts'
import { notFound } from '../problems/index.ts'
import { segmentDurationMs } from '../recordings/index.ts'
import { inOrder, placeOfIndex } from './order.ts'

export type TranscriptPorts = {
  recordings: RecordingStore
  settings: SettingsReader
  transcripts: TranscriptStore
  texts: TranscriptTexts
}

/** A transcript with its words. */
export type Loaded = { transcript: Transcript; cues: Cue[]; edited: Map<number, EditedCue> }

/** Start, end, speaker, text. */
const rowSchema = z.tuple([z.int().nullable(), z.int().nullable(), z.string().nullable(), z.string()])
type Row = z.output<typeof rowSchema>
const textSchema = z.object({
  firstCueId: z.int(),
  cues: z.array(rowSchema),
})

/** The text as it is kept: cues get ids and places by their order. */
export function textOf(firstCueId: number, cues: readonly CueContent[]): string {
  const rows = cues.map(({ startMs, endMs, speaker, text }): Row => [startMs, endMs, speaker, text])
  return JSON.stringify({ firstCueId, cues: rows } satisfies z.input<typeof textSchema>)
}

function cuesOf(text: string): Cue[] {
  const { firstCueId, cues } = textSchema.parse(JSON.parse(text))
  return cues.map(([startMs, endMs, speaker, words], index) => ({
    ...{ id: firstCueId + index, startMs, endMs, speaker, text: words, version: 1, place: placeOfIndex(index) },
  }))
}

/** @returns undefined where there never was one */
export async function loadTranscript(
  { transcripts, texts }: Pick<TranscriptPorts, 'transcripts' | 'texts'>,
  tenantId: TenantId,
  place: SegmentPlace,
): Promise<Loaded | undefined> {
  const stored = await transcripts.find(tenantId, place)
  if (!stored) return undefined
  const { transcript } = stored
  const { textId, objectVersionId } = transcript
  const isObject = textId !== null && objectVersionId !== null
  const text = isObject ? await texts.read(tenantId, place, textId, objectVersionId) : stored.text
  const edited = new Map(stored.edited.map((each) => [each.id, each]))
  const imported = text === null ? [] : cuesOf(text).filter(({ id }) => !edited.has(id))
  const left = stored.edited.flatMap(({ cue }) => cue ?? [])
  return { transcript, edited, cues: inOrder([...imported, ...left]) }
}

/** What a segment without a transcript has. */
export function blankTranscript({ recordingId, seq }: SegmentPlace, recording: Pick<Recording, 'createdAt'>): Loaded {
  const nothing = { textId: null, objectVersionId: null, importedAt: null, importedBy: null, lastCueId: 0, version: 0 }
  return { transcript: { recordingId, seq, ...nothing, updatedAt: recording.createdAt }, cues: [], edited: new Map() }
}

/**
 * How long the segment is; null while it is not known.
 * @throws Refusal not_found for a segment that the recording has not
 */
export async function requireSegment(
  { recordings }: Pick<TranscriptPorts, 'recordings'>,
  { tenantId }: Principal,
  { recordingId, seq }: SegmentPlace,
): Promise<number | null> {
  const files = (await recordings.media(tenantId, recordingId)).filter((file) => file.seq === seq)
  if (files.length === 0) throw notFound()
  return segmentDurationMs(files)
}
