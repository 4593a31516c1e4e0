import { basePath, recorders as endpoints } from '../contract/index.ts'
import {
  addSecret,
  changeRecorder,
  createRecorder,
  deleteRecorder,
  findRecorder,
  listRecorders,
  type RecorderPorts,
  removeSecret,
} from '../domain/recorders/index.ts'
import { type BoundRoom, bindRoom } from './bind.ts'

export function bindRecorders(ports: RecorderPorts): BoundRoom {
  return bindRoom(basePath, endpoints, {
    listRecorders: async ({ principal }) => ({ body: { items: await listRecorders(ports, principal) } }),
    createRecorder: async ({ principal, body }) => {
      const { recorder, version } = await createRecorder(ports, principal, body)
      return { body: recorder, version }
    },
    getRecorder: async ({ principal, params }) => {
      const { recorder, version } = await findRecorder(ports, principal, params.recorderId)
      return { body: recorder, version }
    },
    changeRecorder: async ({ principal, params, body, baseVersion }) => {
      const { recorder, version } = await changeRecorder(ports, principal, params.recorderId, body, baseVersion)
      return { body: recorder, version }
    },
    deleteRecorder: async ({ principal, params, baseVersion }) => {
      await deleteRecorder(ports, principal, params.recorderId, baseVersion)
      return { body: undefined }
    },
    addSecret: async ({ principal, params }) => ({ body: await addSecret(ports, principal, params.recorderId) }),
    removeSecret: async ({ principal, params }) => {
      await removeSecret(ports, principal, params.recorderId, params.secretId)
      return { body: undefined }
    },
  })
}
