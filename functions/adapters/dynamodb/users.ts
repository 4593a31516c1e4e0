import { createHash } from 'node:crypto'
import * as z from 'zod'
import { userIdSchema } from '../../contract/index.ts'
import type { Grant, User } from '../../model/index.ts'
import type { Clock, UserStore } from '../../ports/index.ts'
import { auditWrites } from './audit-item.ts'
import { byName, claimOf, findIdempotency, idempotencyWrites, tenantTables, writeAll } from './entity.ts'
import { parseItem } from './item.ts'
import { keys, userPartition } from './keys.ts'
import { readBoundary, readUser, userItem } from './people-items.ts'
import { getItem, queryItems } from './read.ts'
import type { ClientsFor } from './recordings.ts'
import { commit, isAbsent, isOfVersion, type Write } from './write.ts'

const MAX_LISTED = 2_000
const emailSchema = z.object({ id: userIdSchema })

/**
 * The people of tenants, each beside a claim on the e-mail address and a place in each of their groups.
 *
 * @param clock dates idempotency records and audit entries
 */
export function userStore(clientsFor: ClientsFor, tableName: string, clock: Pick<Clock, 'now'>): UserStore {
  const tableOf = tenantTables(clientsFor, tableName)
  const store: UserStore = {
    async users(tenantId) {
      const items = await queryItems(await tableOf(tenantId), { partition: userPartition(tenantId), limit: MAX_LISTED })
      return items.map((item) => readUser(tenantId, item)).sort(byName)
    },

    async find(tenantId, id) {
      const item = await getItem(await tableOf(tenantId), keys.user(tenantId, id))
      return item === undefined ? undefined : readUser(tenantId, item)
    },

    async findByEmail(tenantId, email) {
      const item = await getItem(await tableOf(tenantId), keys.userEmail(tenantId, email))
      return item === undefined ? undefined : store.find(tenantId, parseItem('e-mail', emailSchema, item).id)
    },

    async findByIdempotencyKey(tenantId, key) {
      const place = keys.entityIdempotency(tenantId, 'user', key)
      return findIdempotency(await tableOf(tenantId), place, userIdSchema, clock.now())
    },

    async create(user, audit, idempotency) {
      const { tenantId } = user
      const now = clock.now()
      const idempotencyKey = keys.entityIdempotency(tenantId, 'user', idempotency?.key ?? '')
      return writeAll(await tableOf(tenantId), [
        { put: userItem(user), when: isAbsent },
        claimOf(keys.userEmail(tenantId, user.email), user.id),
        ...places(user),
        ...idempotencyWrites(idempotencyKey, idempotency, now),
        ...auditWrites(tenantId, audit, now),
      ])
    },

    async change(user, previous, audit) {
      const { tenantId } = user
      const kept = new Set(user.groups.map(({ groupId }) => groupId))
      return writeAll(await tableOf(tenantId), [
        { put: userItem(user), when: isOfVersion(previous.version) },
        ...places(user),
        ...previous.groups
          .filter(({ groupId }) => !kept.has(groupId))
          .map(({ groupId }) => ({ delete: keys.groupMember(tenantId, groupId, user.id) })),
        ...auditWrites(tenantId, audit, clock.now()),
      ])
    },

    async remove(user, audit) {
      const { tenantId } = user
      return writeAll(await tableOf(tenantId), [
        { delete: keys.user(tenantId, user.id), when: isOfVersion(user.version) },
        { delete: keys.userEmail(tenantId, user.email) },
        ...user.groups.map(({ groupId }) => ({ delete: keys.groupMember(tenantId, groupId, user.id) })),
        ...auditWrites(tenantId, audit, clock.now()),
      ])
    },

    async keepBoundary(tenantId, grants) {
      const id = hashOf(grants)
      const put = { ...keys.boundary(tenantId, id), id, grants }
      const outcome = await commit(await tableOf(tenantId), [{ put, when: isAbsent }])
      // Refused: the same one is there, since the id is made of what it holds.
      if (outcome === 'contended') throw new Error('A boundary could not be kept: try again')
      return id
    },

    async boundary(tenantId, id) {
      const item = await getItem(await tableOf(tenantId), keys.boundary(tenantId, id))
      return item === undefined ? undefined : readBoundary(item)
    },
  }
  return store
}

/** Their places in their groups, where supervisors' policies find their agent ids. */
const places = ({ tenantId, id, groups, agentIds }: User): Write[] =>
  groups.map(({ groupId, isSupervisor }) => ({
    put: { ...keys.groupMember(tenantId, groupId, id), isSupervisor, agentIds },
  }))

function hashOf(grants: readonly Grant[]): string {
  return createHash('sha256').update(JSON.stringify(grants)).digest('hex')
}
