import { groupIdSchema } from '../../contract/index.ts'
import type { Group, GroupId } from '../../model/index.ts'
import type { Clock, GroupStore } from '../../ports/index.ts'
import { tenantTables } from './entity.ts'
import { groupMemberPartition, groupPartition, keys } from './keys.ts'
import { type NamedKind, namedStore } from './named.ts'
import { groupItem, readGroup, readMember } from './people-items.ts'
import { queryItems } from './read.ts'
import type { ClientsFor } from './recordings.ts'

const MAX_MEMBERS = 2_000

const kind: NamedKind<GroupId, Group> = {
  ...{ kind: 'group', idSchema: groupIdSchema, partition: groupPartition, key: keys.group, nameKey: keys.groupName },
  ...{ item: groupItem, read: readGroup, maxListed: 200 },
}

/** Members of a group that is gone keep its id, which then names nothing, until they are changed themselves. */
export function groupStore(clientsFor: ClientsFor, tableName: string, clock: Pick<Clock, 'now'>): GroupStore {
  const tableOf = tenantTables(clientsFor, tableName)
  const { all, ...store } = namedStore(tableOf, clock, kind)
  return {
    ...store,
    groups: all,
    async members(tenantId, id) {
      const partition = groupMemberPartition(tenantId, id)
      return (await queryItems(await tableOf(tenantId), { partition, limit: MAX_MEMBERS })).map(readMember)
    },
  }
}
