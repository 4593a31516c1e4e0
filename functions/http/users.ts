import { basePath, users as endpoints } from '../contract/index.ts'
import {
  changeUser,
  createUser,
  findUser,
  importUsers,
  listUsers,
  removeSecondFactor,
  removeUser,
  resendInvitation,
  resetPassword,
  type SignInPorts,
  signOutUser,
  type UserPorts,
} from '../domain/people/index.ts'
import type { Principal, UserId } from '../model/index.ts'
import { type BoundRoom, bindRoom } from './bind.ts'
import { repeatableOf } from './repeatable.ts'

export type UsersPorts = UserPorts & SignInPorts

export function bindUsers(ports: UsersPorts): BoundRoom {
  const done =
    (act: (ports: SignInPorts, principal: Principal, userId: UserId) => Promise<void>) =>
    async ({ principal, params }: { principal: Principal; params: { userId: UserId } }) => {
      await act(ports, principal, params.userId)
      return { body: undefined }
    }
  return bindRoom(basePath, endpoints, {
    listUsers: async ({ principal }) => ({ body: { items: await listUsers(ports, principal) } }),
    createUser: async ({ principal, body, idempotencyKey }) => {
      const repeatable = repeatableOf(principal, idempotencyKey, body)
      const { user, version, isNew } = await createUser(ports, principal, body, repeatable)
      return { status: isNew ? 201 : 200, body: user, version }
    },
    importUsers: async ({ principal, body }) => ({ body: await importUsers(ports, principal, body) }),
    getUser: async ({ principal, params }) => {
      const { user, version } = await findUser(ports, principal, params.userId)
      return { body: user, version }
    },
    changeUser: async ({ principal, params, body, baseVersion }) => {
      const { user, version } = await changeUser(ports, principal, params.userId, body, baseVersion)
      return { body: user, version }
    },
    removeUser: async ({ principal, params, baseVersion }) => {
      await removeUser(ports, principal, params.userId, baseVersion)
      return { body: undefined }
    },
    resendInvitation: done(resendInvitation),
    resetPassword: done(resetPassword),
    signOutUser: done(signOutUser),
    removeSecondFactor: done(removeSecondFactor),
  })
}
