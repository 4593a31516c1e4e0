import type { AuditEntry, Recorder, TenantId } from '../../model/index.ts'
import type { Clock, RecorderStore, WriteResult } from '../../ports/index.ts'
import { auditWrites } from './audit-item.ts'
import { keys, recorderPartition } from './keys.ts'
import { getItem, queryItems, type Table } from './read.ts'
import { activityKeys, countReceived, keepFailure, readActivity } from './recorder-activity.ts'
import { readRecorder, recorderItem } from './recorder-item.ts'
import type { ClientsFor } from './recordings.ts'
import { type Condition, commit, either, isAbsent, isOfVersion, type Write } from './write.ts'

const MAX_LISTED = 200

/**
 * The recorders of tenants, each beside a claim on its name, which no two hold, and how they fare.
 *
 * @param clock dates the audit and counts by the hours of `now`
 */
export function recorderStore(clientsFor: ClientsFor, tableName: string, clock: Pick<Clock, 'now'>): RecorderStore {
  const tableOf = async (tenantId: TenantId): Promise<Table> => ({ ...(await clientsFor(tenantId)), tableName })
  const write = async (tenantId: TenantId, writes: readonly Write[], audit: AuditEntry): Promise<WriteResult> => {
    const all = [...writes, ...auditWrites(tenantId, audit, clock.now())]
    return (await commit(await tableOf(tenantId), all)) === 'written' ? 'written' : 'stale'
  }

  return {
    async recorders(tenantId) {
      const items = await queryItems(await tableOf(tenantId), {
        partition: recorderPartition(tenantId),
        limit: MAX_LISTED,
      })
      return items.map((item) => readRecorder(tenantId, item)).sort((one, other) => one.name.localeCompare(other.name))
    },

    async find(tenantId, id) {
      const item = await getItem(await tableOf(tenantId), keys.recorder(tenantId, id))
      return item === undefined ? undefined : readRecorder(tenantId, item)
    },

    create: (recorder, audit) => write(recorder.tenantId, recorderCreation(recorder), audit),

    change: (recorder, previous, audit) =>
      write(
        recorder.tenantId,
        [
          { put: recorderItem(recorder), when: isOfVersion(previous.version) },
          nameClaim(recorder),
          ...(nameKey(recorder).PK === nameKey(previous).PK ? [] : [{ delete: nameKey(previous) }]),
        ],
        audit,
      ),

    remove: (recorder, audit) =>
      write(
        recorder.tenantId,
        [
          { delete: keys.recorder(recorder.tenantId, recorder.id), when: isOfVersion(recorder.version) },
          { delete: nameKey(recorder) },
          ...activityKeys(recorder.tenantId, recorder.id).map((key) => ({ delete: key })),
        ],
        audit,
      ),

    received: async (tenantId, id) => countReceived(await tableOf(tenantId), tenantId, id, clock.now()),
    failed: async (tenantId, id, failure) => keepFailure(await tableOf(tenantId), tenantId, id, failure, clock.now()),
    activity: async (tenantId, id) => readActivity(await tableOf(tenantId), tenantId, id, clock.now()),
  }
}

/** The items of a recorder that is new. */
export function recorderCreation(recorder: Recorder): Write[] {
  return [{ put: recorderItem(recorder), when: isAbsent }, nameClaim(recorder)]
}

const nameKey = ({ tenantId, name }: Recorder) => keys.recorderName(tenantId, name)

function nameClaim(recorder: Recorder): Write {
  const isOwn: Condition = { expression: 'recorderId = :self', values: { ':self': recorder.id } }
  return { put: { ...nameKey(recorder), recorderId: recorder.id }, when: either(isAbsent, isOwn) }
}
