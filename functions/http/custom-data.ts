import { basePath, customData as endpoints } from '../contract/index.ts'
import {
  type CategoryPorts,
  type CustomDataPorts,
  type CustomFieldPorts,
  changeCategory,
  changeCustomData,
  changeCustomField,
  changeSegmentCustomData,
  createCategory,
  createCustomField,
  findCategory,
  findCustomData,
  findCustomField,
  findSegmentCustomData,
  listCategories,
  listCustomFields,
  retireCategory,
  retireCustomField,
} from '../domain/custom-data/index.ts'
import { type BoundRoom, bindRoom } from './bind.ts'
import { repeatableOf } from './repeatable.ts'

export function bindCustomData(ports: CategoryPorts & CustomFieldPorts & CustomDataPorts): BoundRoom {
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
    listCustomFields: async ({ principal }) => ({ body: { items: await listCustomFields(ports, principal) } }),
    createCustomField: async ({ principal, body, idempotencyKey }) => {
      const repeatable = repeatableOf(principal, idempotencyKey, body)
      const { field, version, isNew } = await createCustomField(ports, principal, body, repeatable)
      return { status: isNew ? 201 : 200, body: field, version }
    },
    getCustomField: async ({ principal, params }) => {
      const { field, version } = await findCustomField(ports, principal, params.customFieldId)
      return { body: field, version }
    },
    changeCustomField: async ({ principal, params, body, baseVersion }) => {
      const { field, version } = await changeCustomField(ports, principal, params.customFieldId, body, baseVersion)
      return { body: field, version }
    },
    retireCustomField: async ({ principal, params, baseVersion }) => {
      await retireCustomField(ports, principal, params.customFieldId, baseVersion)
      return { body: undefined }
    },
    getCustomData: async ({ principal, params }) => {
      const { customData, version } = await findCustomData(ports, principal, params.recordingId)
      return { body: customData, version }
    },
    changeCustomData: async ({ principal, params, body, baseVersion }) => {
      const { customData, version } = await changeCustomData(ports, principal, params.recordingId, body, baseVersion)
      return { body: customData, version }
    },
    getSegmentCustomData: async ({ principal, params }) => {
      const { customData, version } = await findSegmentCustomData(ports, principal, params)
      return { body: customData, version }
    },
    changeSegmentCustomData: async ({ principal, params, body, baseVersion }) => {
      const { customData, version } = await changeSegmentCustomData(ports, principal, params, body, baseVersion)
      return { body: customData, version }
    },
  })
}
