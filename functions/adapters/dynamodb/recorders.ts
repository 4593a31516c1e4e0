import { recorderIdSchema } from '../../contract/index.ts'
import type { Recorder, RecorderId } from '../../model/index.ts'
import type { Clock, RecorderStore } from '../../ports/index.ts'
import { tenantTables } from './entity.ts'
import { keys, recorderPartition } from './keys.ts'
import { type NamedKind, namedStore } from './named.ts'
import { activityKeys, countReceived, keepFailure, readActivity } from './recorder-activity.ts'
import { readRecorder, recorderItem } from './recorder-item.ts'
import type { ClientsFor } from './recordings.ts'

const kind: NamedKind<RecorderId, Recorder> = {
  ...{ kind: 'recorder', idSchema: recorderIdSchema, partition: recorderPartition, key: keys.recorder },
  ...{ nameKey: keys.recorderName, item: recorderItem, read: readRecorder, maxListed: 200 },
}

/**
 * The recorders of tenants, and how they fare.
 *
 * @param clock dates the audit and counts by the hours of `now`
 */
export function recorderStore(clientsFor: ClientsFor, tableName: string, clock: Pick<Clock, 'now'>): RecorderStore {
  const tableOf = tenantTables(clientsFor, tableName)
  const { all, find, create, change, remove } = namedStore(tableOf, clock, kind)
  return {
    ...{ recorders: all, find, change },
    // A secret is told once, so its making cannot be repeated.
    create: (recorder, audit) => create(recorder, audit, null),
    remove: (recorder, audit) => remove(recorder, audit, activityKeys(recorder.tenantId, recorder.id)),
    received: async (tenantId, id) => countReceived(await tableOf(tenantId), tenantId, id, clock.now()),
    failed: async (tenantId, id, failure) => keepFailure(await tableOf(tenantId), tenantId, id, failure, clock.now()),
    activity: async (tenantId, id) => readActivity(await tableOf(tenantId), tenantId, id, clock.now()),
  }
}
