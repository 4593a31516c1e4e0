import { type QueryClient, queryOptions } from '@tanstack/react-query'
import type { Api, Policy } from '../../../api/index.ts'
import type { Answered } from '../queries.ts'

const keys = {
  policies: (tenantId: string) => ['tenant', tenantId, 'policies'] as const,
  policy: (tenantId: string, policyId: string) => ['tenant', tenantId, 'policy', policyId] as const,
}

export const policiesQuery = (api: Api, tenantId: string) =>
  queryOptions({
    queryKey: keys.policies(tenantId),
    queryFn: async ({ signal }) => (await api.get('/policies', { tenantId, signal })).body.items,
    staleTime: 0,
  })

export const policyQuery = (api: Api, tenantId: string, policyId: string) =>
  queryOptions({
    queryKey: keys.policy(tenantId, policyId),
    queryFn: ({ signal }): Promise<Answered<Policy>> =>
      api.get('/policies/{policyId}', { tenantId, params: { policyId }, signal }),
    staleTime: 0,
    refetchOnWindowFocus: false,
  })

/** It changes with a new version of the product only. */
export const vocabularyQuery = (api: Api, tenantId: string) =>
  queryOptions({
    queryKey: ['tenant', tenantId, 'policyVocabulary'],
    queryFn: async ({ signal }) => (await api.get('/policies/vocabulary', { tenantId, signal })).body,
    staleTime: Number.POSITIVE_INFINITY,
  })

export const checkQuery = (api: Api, tenantId: string, document: string) =>
  queryOptions({
    queryKey: ['tenant', tenantId, 'policyCheck', document],
    queryFn: async ({ signal }) =>
      (await api.post('/policies/check', { tenantId, body: { document }, signal })).body.issues,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
  })

/** Shows a policy as it was answered. */
export function showPolicy(client: QueryClient, tenantId: string, answer: Answered<Policy>): void {
  client.setQueryData(keys.policy(tenantId, answer.body.id), answer)
  void client.invalidateQueries({ queryKey: keys.policies(tenantId) })
  // Whoever holds it may do other things now, the one who changed it included.
  void client.invalidateQueries({ queryKey: ['tenant', tenantId, 'permissions'] })
}

/** Takes a deleted policy out of everything that is loaded. */
export function forgetPolicy(client: QueryClient, tenantId: string, policyId: string): void {
  client.removeQueries({ queryKey: keys.policy(tenantId, policyId) })
  void client.invalidateQueries({ queryKey: keys.policies(tenantId) })
}
