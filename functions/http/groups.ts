import { basePath, groups as endpoints } from '../contract/index.ts'
import {
  changeGroup,
  createGroup,
  deleteGroup,
  findGroup,
  type GroupPorts,
  listGroups,
} from '../domain/people/index.ts'
import { type BoundRoom, bindRoom } from './bind.ts'
import { repeatableOf } from './repeatable.ts'

export function bindGroups(ports: GroupPorts): BoundRoom {
  return bindRoom(basePath, endpoints, {
    listGroups: async ({ principal }) => ({ body: { items: await listGroups(ports, principal) } }),
    createGroup: async ({ principal, body, idempotencyKey }) => {
      const repeatable = repeatableOf(principal, idempotencyKey, body)
      const { group, version, isNew } = await createGroup(ports, principal, body, repeatable)
      return { status: isNew ? 201 : 200, body: group, version }
    },
    getGroup: async ({ principal, params }) => {
      const { group, version } = await findGroup(ports, principal, params.groupId)
      return { body: group, version }
    },
    changeGroup: async ({ principal, params, body, baseVersion }) => {
      const { group, version } = await changeGroup(ports, principal, params.groupId, body, baseVersion)
      return { body: group, version }
    },
    deleteGroup: async ({ principal, params, baseVersion }) => {
      await deleteGroup(ports, principal, params.groupId, baseVersion)
      return { body: undefined }
    },
  })
}
