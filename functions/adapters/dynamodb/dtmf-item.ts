import * as z from 'zod'
import { dtmfDigitSchema, dtmfSourceSchema, dtmfWithheldSchema, recordingIdSchema } from '../../contract/index.ts'
import type { RecordingDtmf, TenantId } from '../../model/index.ts'
import { type Item, parseItem } from './item.ts'
import { keys } from './keys.ts'

/** In a list of participants; null for nobody in particular. */
const placeOfParticipant = z.int().nullable()

/** Lists, not maps: an item takes 400 KB, and the names of their fields would be most of it. */
const itemSchema = z.object({
  recordingId: recordingIdSchema,
  participants: z.array(z.string()),
  /** Segment, digit, offset, duration, source, participant. */
  events: z.array(
    z.tuple([z.int(), dtmfDigitSchema, z.int(), z.int().nullable(), dtmfSourceSchema, placeOfParticipant]),
  ),
  /** Segment, from, to, participant, reason. */
  withheld: z.array(z.tuple([z.int(), z.int(), z.int(), placeOfParticipant, dtmfWithheldSchema])),
  version: z.number(),
})

export function dtmfItem(tenantId: TenantId, { recordingId, events, withheld, version }: RecordingDtmf): Item {
  const named = [...events, ...withheld].flatMap(({ participantId }) => participantId ?? [])
  const participants = [...new Set(named)]
  const places = new Map(participants.map((participantId, place) => [participantId, place]))
  const placeOf = (participantId: string | null) => (participantId === null ? null : places.get(participantId))
  return {
    ...keys.dtmf(tenantId, recordingId),
    ...{ recordingId, participants, version },
    events: events.map(({ seq, digit, offsetMs, durationMs, source, participantId }) => [
      ...[seq, digit, offsetMs, durationMs, source, placeOf(participantId)],
    ]),
    withheld: withheld.map(({ seq, fromMs, toMs, participantId, reason }) => [
      ...[seq, fromMs, toMs, placeOf(participantId), reason],
    ]),
  }
}

export function readDtmf(item: unknown): RecordingDtmf {
  const { recordingId, participants, events, withheld, version } = parseItem('dtmf', itemSchema, item)
  const participantAt = (place: number | null) => (place === null ? null : (participants[place] ?? null))
  return {
    ...{ recordingId, version },
    events: events.map(([seq, digit, offsetMs, durationMs, source, place]) => ({
      ...{ seq, digit, offsetMs, durationMs, source, participantId: participantAt(place) },
    })),
    withheld: withheld.map(([seq, fromMs, toMs, place, reason]) => ({
      ...{ seq, fromMs, toMs, participantId: participantAt(place), reason },
    })),
  }
}
