import { basePath, customData as endpoints } from '../contract/index.ts'
import {
  type CategoryPorts,
  changeCategory,
  createCategory,
  findCategory,
  listCategories,
  retireCategory,
} from '../domain/custom-data/index.ts'
import { type BoundRoom, bindRoom } from './bind.ts'
import { repeatableOf } from './repeatable.ts'

export function bindCustomData(ports: CategoryPorts): BoundRoom {
  return bindRoom(basePath, endpoints, {
    listCategories: async ({ principal }) => ({ body: { items: await listCategories(ports, principal) } }),
    createCategory: async ({ principal, body, idempotencyKey }) => {
      const repeatable = repeatableOf(principal, idempotencyKey, body)
      const { category, version, isNew } = await createCategory(ports, principal, body, repeatable)
      return { status: isNew ? 201 : 200, body: category, version }
    },
    getCategory: async ({ principal, params }) => {
      const { category, version } = await findCategory(ports, principal, params.categoryId)
      return { body: category, version }
    },
    changeCategory: async ({ principal, params, body, baseVersion }) => {
      const { category, version } = await changeCategory(ports, principal, params.categoryId, body, baseVersion)
      return { body: category, version }
    },
    retireCategory: async ({ principal, params, baseVersion }) => {
      await retireCategory(ports, principal, params.categoryId, baseVersion)
      return { body: undefined }
    },
  })
}
