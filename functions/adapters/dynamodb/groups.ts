import { groupIdSchema } from '../../contract/index.ts'
import type { Clock, GroupStore } from '../../ports/index.ts'
import { auditWrites } from './audit-item.ts'
import { byName, claimOf, findIdempotency, idempotencyWrites, renaming, tenantTables, writeAll } from './entity.ts'
import { groupMemberPartition, groupPartition, keys } from './keys.ts'
import { groupItem, readGroup, readMember } from './people-items.ts'
import { getItem, queryItems } from './read.ts'
import type { ClientsFor } from './recordings.ts'
import { isAbsent, isOfVersion } from './write.ts'

const MAX_LISTED = 200
const MAX_MEMBERS = 2_000

/** @param clock dates idempotency records and audit entries */
export function groupStore(clientsFor: ClientsFor, tableName: string, clock: Pick<Clock, 'now'>): GroupStore {
  const tableOf = tenantTables(clientsFor, tableName)
  return {
    async groups(tenantId) {
      const items = await queryItems(await tableOf(tenantId), {
        partition: groupPartition(tenantId),
        limit: MAX_LISTED,
      })
      return items.map((item) => readGroup(tenantId, item)).sort(byName)
    },

    async find(tenantId, id) {
      const item = await getItem(await tableOf(tenantId), keys.group(tenantId, id))
      return item === undefined ? undefined : readGroup(tenantId, item)
    },

    async members(tenantId, id) {
      const partition = groupMemberPartition(tenantId, id)
      return (await queryItems(await tableOf(tenantId), { partition, limit: MAX_MEMBERS })).map(readMember)
    },

    async findByIdempotencyKey(tenantId, key) {
      const place = keys.entityIdempotency(tenantId, 'group', key)
      return findIdempotency(await tableOf(tenantId), place, groupIdSchema, clock.now())
    },

    async create(group, audit, idempotency) {
      const { tenantId } = group
      const now = clock.now()
      const idempotencyKey = keys.entityIdempotency(tenantId, 'group', idempotency?.key ?? '')
      return writeAll(await tableOf(tenantId), [
        { put: groupItem(group), when: isAbsent },
        claimOf(keys.groupName(tenantId, group.name), group.id),
        ...idempotencyWrites(idempotencyKey, idempotency, now),
        ...auditWrites(tenantId, audit, now),
      ])
    },

    async change(group, previous, audit) {
      const { tenantId } = group
      return writeAll(await tableOf(tenantId), [
        { put: groupItem(group), when: isOfVersion(previous.version) },
        ...renaming(keys.groupName(tenantId, group.name), keys.groupName(tenantId, previous.name), group.id),
        ...auditWrites(tenantId, audit, clock.now()),
      ])
    },

    // Members keep its id, which then names nothing, until they are changed themselves.
    async remove(group, audit) {
      const { tenantId } = group
      return writeAll(await tableOf(tenantId), [
        { delete: keys.group(tenantId, group.id), when: isOfVersion(group.version) },
        { delete: keys.groupName(tenantId, group.name) },
        ...auditWrites(tenantId, audit, clock.now()),
      ])
    },
  }
}
