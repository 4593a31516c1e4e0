import { type Api, ApiProblem, isProblem, type User } from '../../../api/index.ts'
import type { Answered } from '../queries.ts'

type Memberships = User['groups']

/** In the group, as a supervisor or not. */
export const joined = (memberships: Memberships, groupId: Memberships[number]['groupId'], isSupervisor: boolean) =>
  memberships.some((membership) => membership.groupId === groupId)
    ? memberships.map((membership) => (membership.groupId === groupId ? { groupId, isSupervisor } : membership))
    : [...memberships, { groupId, isSupervisor }]

export const left = (memberships: Memberships, groupId: string): Memberships =>
  memberships.filter((membership) => membership.groupId !== groupId)

/** Somebody else may change the same person at the same moment, but hardly every time. */
const attempts = 3

/**
 * Changes which groups a person is in. It is a change of the person, made on what is there now: where they changed in
 * between, they are read again.
 * @throws ApiProblem where it is refused, or they changed every time
 */
export async function changeMemberships(
  api: Api,
  tenantId: string,
  userId: string,
  change: (memberships: Memberships) => Memberships,
): Promise<Answered<User>> {
  const target = { tenantId, params: { userId } }
  for (let attempt = 1; ; attempt++) {
    const { body, etag } = await api.get('/users/{userId}', target)
    if (etag === null) {
      throw new ApiProblem({ code: 'unreadable_answer', status: null, detail: 'No ETag.', requestId: null })
    }
    try {
      return await api.patch('/users/{userId}', { ...target, ifMatch: etag, body: { groups: change(body.groups) } })
    } catch (error) {
      if (attempt === attempts || !isProblem(error, 'precondition_failed', 'conflict')) throw error
    }
  }
}
