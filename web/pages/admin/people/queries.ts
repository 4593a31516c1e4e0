import { type QueryClient, queryOptions } from '@tanstack/react-query'
import type { Api, ListedUser, User } from '../../../api/index.ts'
import type { Answered } from '../queries.ts'

const keys = {
  people: (tenantId: string) => ['tenant', tenantId, 'people'] as const,
  person: (tenantId: string, userId: string) => ['tenant', tenantId, 'person', userId] as const,
}

export const peopleQuery = (api: Api, tenantId: string) =>
  queryOptions({
    queryKey: keys.people(tenantId),
    queryFn: async ({ signal }) => (await api.get('/users', { tenantId, signal })).body.items,
    staleTime: 0,
  })

export const personQuery = (api: Api, tenantId: string, userId: string) =>
  queryOptions({
    queryKey: keys.person(tenantId, userId),
    queryFn: ({ signal }): Promise<Answered<User>> =>
      api.get('/users/{userId}', { tenantId, params: { userId }, signal }),
    staleTime: 0,
    refetchOnWindowFocus: false,
  })

export const groupsQuery = (api: Api, tenantId: string) =>
  queryOptions({
    queryKey: ['tenant', tenantId, 'groups'],
    queryFn: async ({ signal }) => (await api.get('/groups', { tenantId, signal })).body.items,
    staleTime: 0,
  })

/** The tenant's own policies, to be chosen from. */
export const policyChoicesQuery = (api: Api, tenantId: string) =>
  queryOptions({
    queryKey: ['tenant', tenantId, 'policies', 'choices'],
    queryFn: async ({ signal }) => (await api.get('/policies', { tenantId, signal })).body.items,
    staleTime: 60_000,
  })

/** What each of the product's policies is for. */
export const managedPoliciesQuery = (api: Api, tenantId: string) =>
  queryOptions({
    queryKey: ['tenant', tenantId, 'policies', 'managed'],
    queryFn: async ({ signal }) =>
      (await api.get('/policies/vocabulary', { tenantId, signal })).body.managedPolicies.map(
        ({ name, description }) => ({ name, description }),
      ),
    staleTime: Number.POSITIVE_INFINITY,
  })

/** Shows a person as they were answered, on their page, in the list, and in their groups. */
export function showPerson(client: QueryClient, tenantId: string, answer: Answered<User>): void {
  const { body } = answer
  client.setQueryData(keys.person(tenantId, body.id), answer)
  client.setQueryData<ListedUser[]>(keys.people(tenantId), (people) =>
    people?.map((user) => (user.id === body.id ? body : user)),
  )
  forgetPeopleLists(client, tenantId)
}

/** After people came, went or changed, whoever lists them asks anew. */
export function forgetPeopleLists(client: QueryClient, tenantId: string): void {
  for (const kind of ['people', 'group']) void client.invalidateQueries({ queryKey: ['tenant', tenantId, kind] })
}

/** Takes a removed person out of everything that is loaded. */
export function forgetPerson(client: QueryClient, tenantId: string, userId: string): void {
  client.setQueryData<ListedUser[]>(keys.people(tenantId), (people) => people?.filter(({ id }) => id !== userId))
  client.removeQueries({ queryKey: keys.person(tenantId, userId) })
  forgetPeopleLists(client, tenantId)
}
