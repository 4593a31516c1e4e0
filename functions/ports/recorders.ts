import type { AuditEntry, Recorder, RecorderActivity, RecorderFailure, RecorderId, TenantId } from '../model/index.ts'
import type { WriteResult } from './recordings.ts'

export type RecorderStore = {
  /** All of them, by name; at most 200. */
  recorders(tenantId: TenantId): Promise<Recorder[]>
  find(tenantId: TenantId, id: RecorderId): Promise<Recorder | undefined>
  /** 'stale': the id or the name was taken meanwhile. */
  create(recorder: Recorder, audit: AuditEntry): Promise<WriteResult>
  change(recorder: Recorder, previous: Recorder, audit: AuditEntry): Promise<WriteResult>
  remove(recorder: Recorder, audit: AuditEntry): Promise<WriteResult>

  /** Counts a call or a file that came. */
  received(tenantId: TenantId, id: RecorderId): Promise<void>
  /** Counts a refused request, and keeps it among the newest 20. */
  failed(tenantId: TenantId, id: RecorderId, failure: RecorderFailure): Promise<void>
  activity(tenantId: TenantId, id: RecorderId): Promise<RecorderActivity>
}
