import { monotonicFactory, ulid } from 'ulid'
import type {
  AdministratorId,
  CategoryId,
  CustomFieldId,
  GroupId,
  ListeningId,
  MediaId,
  NoteId,
  PolicyId,
  RecorderId,
  RecordingId,
  RouteId,
  TenantId,
  UserId,
} from '../../model/index.ts'
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
  userId: () => newUlid() as UserId,
  groupId: () => newUlid() as GroupId,
  policyId: () => newUlid() as PolicyId,
  recorderId: () => newUlid() as RecorderId,
  categoryId: () => newUlid() as CategoryId,
  customFieldId: () => newUlid() as CustomFieldId,
  administratorId: () => newUlid() as AdministratorId,
  listeningId: () => newUlid() as ListeningId,
  noteId: () => newUlid() as NoteId,
  tenantId: () => newUlid() as string as TenantId, // of a tenant that is being made: no other can have it
  sessionId: () => `sk-${newUlid()}`,
}
