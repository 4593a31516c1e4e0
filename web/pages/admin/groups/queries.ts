import { type QueryClient, queryOptions } from '@tanstack/react-query'
import type { Api, Group, ListedGroup } from '../../../api/index.ts'
import type { Answered } from '../queries.ts'

const keys = {
  groups: (tenantId: string) => ['tenant', tenantId, 'groups'] as const,
  group: (tenantId: string, groupId: string) => ['tenant', tenantId, 'group', groupId] as const,
}

export const groupQuery = (api: Api, tenantId: string, groupId: string) =>
  queryOptions({
    queryKey: keys.group(tenantId, groupId),
    queryFn: ({ signal }): Promise<Answered<Group>> =>
      api.get('/groups/{groupId}', { tenantId, params: { groupId }, signal }),
    staleTime: 0,
    refetchOnWindowFocus: false,
  })

/** Shows a group as it was answered, on its page and in the list. */
export function showGroup(client: QueryClient, tenantId: string, answer: Answered<Group>): void {
  client.setQueryData(keys.group(tenantId, answer.body.id), answer)
  void client.invalidateQueries({ queryKey: keys.groups(tenantId) })
}

/** Takes a deleted group out of everything that is loaded; its members are asked for anew. */
export function forgetGroup(client: QueryClient, tenantId: string, groupId: string): void {
  client.setQueryData<ListedGroup[]>(keys.groups(tenantId), (groups) => groups?.filter(({ id }) => id !== groupId))
  client.removeQueries({ queryKey: keys.group(tenantId, groupId) })
  for (const kind of ['groups', 'people', 'person'])
    void client.invalidateQueries({ queryKey: ['tenant', tenantId, kind] })
}
