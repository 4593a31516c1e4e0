import { policyIdSchema } from '../../contract/index.ts'
import type { Clock, PolicyStore } from '../../ports/index.ts'
import { auditWrites } from './audit-item.ts'
import { byName, claimOf, findIdempotency, idempotencyWrites, renaming, tenantTables, writeAll } from './entity.ts'
import { keys, policyPartition } from './keys.ts'
import { policyItem, readPolicyItem } from './people-items.ts'
import { getItem, queryItems } from './read.ts'
import type { ClientsFor } from './recordings.ts'
import { isAbsent, isOfVersion } from './write.ts'

const MAX_LISTED = 200

/** @param clock dates idempotency records and audit entries */
export function policyStore(clientsFor: ClientsFor, tableName: string, clock: Pick<Clock, 'now'>): PolicyStore {
  const tableOf = tenantTables(clientsFor, tableName)
  return {
    async policies(tenantId) {
      const partition = policyPartition(tenantId)
      const items = await queryItems(await tableOf(tenantId), { partition, limit: MAX_LISTED })
      return items.map((item) => readPolicyItem(tenantId, item)).sort(byName)
    },

    async find(tenantId, id) {
      const item = await getItem(await tableOf(tenantId), keys.policy(tenantId, id))
      return item === undefined ? undefined : readPolicyItem(tenantId, item)
    },

    async findByIdempotencyKey(tenantId, key) {
      const place = keys.entityIdempotency(tenantId, 'policy', key)
      return findIdempotency(await tableOf(tenantId), place, policyIdSchema, clock.now())
    },

    async create(policy, audit, idempotency) {
      const { tenantId } = policy
      const now = clock.now()
      const idempotencyKey = keys.entityIdempotency(tenantId, 'policy', idempotency?.key ?? '')
      return writeAll(await tableOf(tenantId), [
        { put: policyItem(policy), when: isAbsent },
        claimOf(keys.policyName(tenantId, policy.name), policy.id),
        ...idempotencyWrites(idempotencyKey, idempotency, now),
        ...auditWrites(tenantId, audit, now),
      ])
    },

    async change(policy, previous, audit) {
      const { tenantId } = policy
      return writeAll(await tableOf(tenantId), [
        { put: policyItem(policy), when: isOfVersion(previous.version) },
        ...renaming(keys.policyName(tenantId, policy.name), keys.policyName(tenantId, previous.name), policy.id),
        ...auditWrites(tenantId, audit, clock.now()),
      ])
    },

    async remove(policy, audit) {
      const { tenantId } = policy
      return writeAll(await tableOf(tenantId), [
        { delete: keys.policy(tenantId, policy.id), when: isOfVersion(policy.version) },
        { delete: keys.policyName(tenantId, policy.name) },
        ...auditWrites(tenantId, audit, clock.now()),
      ])
    },
  }
}
