import { type QueryClient, queryOptions } from '@tanstack/react-query'
import type { Api, Recorder } from '../../../api/index.ts'
import { loadConfig } from '../../../session/index.ts'
import type { Answered } from '../queries.ts'

const keys = {
  recorders: (tenantId: string) => ['tenant', tenantId, 'recorders'] as const,
  recorder: (tenantId: string, recorderId: string) => ['tenant', tenantId, 'recorder', recorderId] as const,
}

/** Read again every minute: it is looked at to see whether calls come. */
export const recordersQuery = (api: Api, tenantId: string) =>
  queryOptions({
    queryKey: keys.recorders(tenantId),
    queryFn: async ({ signal }) => (await api.get('/recorders', { tenantId, signal })).body.items,
    staleTime: 0,
    refetchInterval: 60_000,
  })

export const recorderQuery = (api: Api, tenantId: string, recorderId: string) =>
  queryOptions({
    queryKey: keys.recorder(tenantId, recorderId),
    queryFn: ({ signal }): Promise<Answered<Recorder>> =>
      api.get('/recorders/{recorderId}', { tenantId, params: { recorderId }, signal }),
    staleTime: 0,
    refetchOnWindowFocus: false,
  })

/** Where recorders get their tokens (OpenID Connect Discovery 1.0, section 4). */
export const tokenUrlQuery = queryOptions({
  queryKey: ['tokenUrl'],
  queryFn: async ({ signal }): Promise<string> => {
    const { issuer } = await loadConfig(signal)
    const response = await fetch(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`, { signal })
    const metadata: unknown = response.ok ? await response.json() : undefined
    const url: unknown =
      typeof metadata === 'object' && metadata !== null ? Reflect.get(metadata, 'token_endpoint') : undefined
    if (typeof url !== 'string') throw new Error(`${issuer} names no token endpoint`)
    return url
  },
  staleTime: Number.POSITIVE_INFINITY,
})

/** Shows a recorder as it was answered. */
export function showRecorder(client: QueryClient, tenantId: string, answer: Answered<Recorder>): void {
  client.setQueryData(keys.recorder(tenantId, answer.body.id), answer)
  void client.invalidateQueries({ queryKey: keys.recorders(tenantId) })
}

/** Takes a deleted recorder out of everything that is loaded. */
export function forgetRecorder(client: QueryClient, tenantId: string, recorderId: string): void {
  client.removeQueries({ queryKey: keys.recorder(tenantId, recorderId) })
  void client.invalidateQueries({ queryKey: keys.recorders(tenantId) })
}
