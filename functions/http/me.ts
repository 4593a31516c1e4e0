import { basePath, me as endpoints } from '../contract/index.ts'
import {
  changeMe,
  confirmSecondFactor,
  findMe,
  type MePorts,
  permissionsOf,
  startSecondFactor,
} from '../domain/people/index.ts'
import { type BoundRoom, bindRoom } from './bind.ts'

export function bindMe(ports: MePorts): BoundRoom {
  return bindRoom(basePath, endpoints, {
    getMe: async ({ principal }) => ({ body: await findMe(ports, principal) }),
    changeMe: async ({ principal, body }) => ({ body: await changeMe(ports, principal, body) }),
    getMyPermissions: async ({ principal }) => ({ body: permissionsOf(principal) }),
    startSecondFactor: async ({ principal, accessToken }) => ({
      body: await startSecondFactor(ports, principal, accessToken),
    }),
    confirmSecondFactor: async ({ principal, accessToken, body }) => ({
      body: await confirmSecondFactor(ports, principal, accessToken, body.code),
    }),
  })
}
