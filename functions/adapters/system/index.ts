import { monotonicFactory, ulid } from 'ulid'
import type { MediaId, RecordingId, RouteId } from '../../model/index.ts'
import type { Clock, Ids } from '../../ports/index.ts'

/** The machine's clock for both clocks; `businessOffsetMs` moves the second one. */
export function systemClock(businessOffsetMs = 0): Clock {
  return {
    now: () => new Date().toISOString(),
    businessNow: () => new Date(Date.now() + businessOffsetMs).toISOString(),
  }
}

const newUlid = () => ulid().toLowerCase()
/** Ever greater, also within a millisecond: files of a segment are shown in the order in which they were announced. */
const nextUlid = monotonicFactory()

export { canonicalJson, sha256Of } from './canonical-json.ts'
export { renewingCache } from './renewing-cache.ts'

export const ulids: Ids = {
  recordingId: () => newUlid() as RecordingId, // a ULID by construction, as every other
  mediaId: () => nextUlid().toLowerCase() as MediaId,
  uploadId: newUlid,
  routeId: () => newUlid() as RouteId,
  sessionId: () => `sk-${newUlid()}`,
}
