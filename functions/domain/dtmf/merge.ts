import type { FieldError } from '../../contract/index.ts'
import type { DtmfEvent, RecordingDtmf, RecordingId } from '../../model/index.ts'
import { Refusal } from '../problems/index.ts'
import { isWithheld, withholdCardLike } from './card-like.ts'

/** An item of DynamoDB holds 400 KB, and all digits of a recording stand in one: they are judged together. */
const most = { ofSegment: 1_000, ofRecording: 5_000, participants: 200, stretches: 500 } as const

/** An event, and its place in the request for whoever has to correct it. */
export type OfferedEvent = { event: DtmfEvent; field: string }

export type MergedDtmf = {
  /** The same object where nothing is new; null where nothing is known still. */
  dtmf: RecordingDtmf | null
  kept: number
  repeated: number
  /** Of those offered, for they look like the number of a card. */
  cardLike: number
  contradictions: FieldError[]
}

const momentOf = ({ seq, offsetMs, source, participantId }: DtmfEvent) =>
  JSON.stringify([seq, offsetMs, source, participantId])

const inOrder = (events: readonly DtmfEvent[]) =>
  events.toSorted((one, other) => one.seq - other.seq || one.offsetMs - other.offsetMs)

/**
 * Adds what a recorder tells of digits to those that are known. They are judged together: what looks like the number of a
 * card only now takes the part of it that was kept before away again.
 * @param keepsCards the tenant said that such digits are kept as well
 * @throws Refusal invalid_request past the number of digits that one recording holds
 */
export function mergeDtmf(
  recordingId: RecordingId,
  known: RecordingDtmf | null,
  offered: readonly OfferedEvent[],
  { keepsCards }: { keepsCards: boolean },
): MergedDtmf {
  const before = known ?? { recordingId, events: [], withheld: [], version: 0 }
  const byMoment = new Map(before.events.map((event) => [momentOf(event), event]))
  const added = new Map<string, DtmfEvent>()
  const contradictions: FieldError[] = []
  for (const { event, field } of offered) {
    const moment = momentOf(event)
    const same = byMoment.get(moment) ?? added.get(moment)
    if (!same) added.set(moment, event)
    else if (same.digit !== event.digit) {
      contradictions.push({ field, message: 'differs from the digit that is known of this moment' })
    }
  }
  const events = inOrder([...before.events, ...added.values()])
  const withheld = keepsCards ? before.withheld : withholdCardLike(events, before.withheld)
  const kept = keepsCards ? events : events.filter((event) => !isWithheld(event, withheld))
  refuseTooMuch(kept, withheld.length)
  const isKept = new Set(kept)
  const keptOfAdded = [...added.values()].filter((event) => isKept.has(event)).length
  const isSame = keptOfAdded === 0 && kept.length === before.events.length && withheld === before.withheld
  return {
    dtmf: isSame ? known : { recordingId, events: kept, withheld, version: before.version + 1 },
    kept: keptOfAdded,
    repeated: offered.length - added.size - contradictions.length,
    cardLike: added.size - keptOfAdded,
    contradictions,
  }
}

/** @throws Refusal invalid_request */
function refuseTooMuch(events: readonly DtmfEvent[], stretches: number): void {
  const bySegment = Map.groupBy(events, ({ seq }) => seq)
  const isFull = [...bySegment.values()].some(({ length }) => length > most.ofSegment)
  const participants = new Set(events.map(({ participantId }) => participantId)).size
  if (
    !isFull &&
    events.length <= most.ofRecording &&
    participants <= most.participants &&
    stretches <= most.stretches
  ) {
    return
  }
  throw new Refusal('invalid_request', 'A recording holds no more DTMF. Nothing was stored; send less.', [
    {
      field: 'dtmf',
      message: `would be more than ${most.ofSegment} of a segment, or ${most.ofRecording} of ${most.participants} participants in all`,
    },
  ])
}
