import type { BodyOf, Contract, FieldError, ResponseOf } from '../../contract/index.ts'
import type { Principal, Recording, RecordingDtmf, RecordingId, RouteId, TenantSettings } from '../../model/index.ts'
import { entryOf } from '../audit/index.ts'
import { mergeDtmf, type OfferedEvent, recordsDtmfOn } from '../dtmf/index.ts'
import { notFound, Refusal } from '../problems/index.ts'
import { type AwaitedPorts, untilWritten } from './awaited.ts'
import type { IngestBody } from './facts.ts'
import { mayFeed } from './placing.ts'

type Endpoint = Contract['ingest']['addDtmf']
export type DtmfOutcome = ResponseOf<Endpoint>
type SentEvents = BodyOf<Endpoint>['events']

/** What digits of a request make of those that are known; `dtmf` is null where there is nothing to write. */
export type TakenDtmf = { dtmf: RecordingDtmf | null; outcome: DtmfOutcome | null; contradictions: FieldError[] }

/** The events of a request with their places in it. */
const offeredIn = (seq: number, events: SentEvents, field: string): OfferedEvent[] =>
  events.map((event, index) => ({ event: { ...event, seq }, field: `${field}[${index}].digit` }))

export const offeredOf = ({ dtmf = [] }: Pick<IngestBody, 'dtmf'>): OfferedEvent[] =>
  dtmf.flatMap(({ segment, events }, index) => offeredIn(segment, events, `dtmf[${index}].events`))

/**
 * Takes digits in at the door: where the route of the recording does not record them they go no further.
 * @param routeId that the recording has once this request is carried out
 * @throws Refusal invalid_request past the number of digits that one recording holds
 */
export function takeDtmf(
  settings: TenantSettings,
  { id, routeId }: { id: RecordingId; routeId: RouteId },
  known: RecordingDtmf | null,
  offered: readonly OfferedEvent[],
): TakenDtmf {
  if (offered.length === 0) return { dtmf: null, outcome: null, contradictions: [] }
  if (!recordsDtmfOn(routeId, settings)) {
    const dropped = [{ reason: 'off' as const, events: offered.length }]
    return { dtmf: null, outcome: { kept: 0, repeated: 0, dropped }, contradictions: [] }
  }
  const merged = mergeDtmf(id, known, offered, { keepsCards: settings.tenant.storeCardDigits })
  const { kept, repeated, cardLike, contradictions } = merged
  const dropped = cardLike === 0 ? [] : [{ reason: 'cardLike' as const, events: cardLike }]
  return { dtmf: merged.dtmf === known ? null : merged.dtmf, outcome: { kept, repeated, dropped }, contradictions }
}

/**
 * Adds digits to a segment of a recording that is there. The same request again changes nothing.
 * @throws Refusal not_found, also for a recording of a route that the recorder may not feed; contradiction naming the
 *   events, invalid_request, conflict
 */
export async function addDtmf(
  { recordings, settings, clock }: Pick<AwaitedPorts, 'recordings' | 'settings' | 'clock'>,
  principal: Principal,
  { recordingId, seq }: { recordingId: RecordingId; seq: number },
  events: SentEvents,
): Promise<DtmfOutcome> {
  const { tenantId } = principal
  return untilWritten(async () => {
    const set = await settings.current(tenantId)
    // One after the other: digits older than the version that the write is conditional on would be judged without others.
    const previous = await recordings.find(tenantId, recordingId)
    if (!previous || !mayFeed(principal, set, previous.routeId)) throw notFound()
    const known = (await recordings.dtmf(tenantId, recordingId)) ?? null
    const { dtmf, outcome, contradictions } = takeDtmf(set, previous, known, offeredIn(seq, events, 'events'))
    if (contradictions.length > 0) {
      throw new Refusal('contradiction', 'Nothing was stored. Correct the events, or leave them out.', contradictions)
    }
    if (dtmf === null) return outcome ?? undefined
    const recording: Recording = { ...previous, updatedAt: clock.now(), version: previous.version + 1 }
    const audit = entryOf(principal, 'addDtmf', { recordingId, sessionId: previous.sessionId })
    const result = await recordings.change(tenantId, { recording, previous, dtmf, audit })
    return result === 'written' ? (outcome ?? undefined) : undefined
  })
}
