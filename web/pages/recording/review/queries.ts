import { infiniteQueryOptions, type QueryClient, queryOptions } from '@tanstack/react-query'
import type { Api, Review } from '../../../api/index.ts'

export type Answered = { body: Review; etag: string | null }

const keys = {
  notes: (tenantId: string, recordingId: string) => ['tenant', tenantId, 'notes', recordingId] as const,
  history: (tenantId: string, recordingId: string) => ['tenant', tenantId, 'history', recordingId] as const,
}

export const notesQuery = (api: Api, tenantId: string, recordingId: string) =>
  queryOptions({
    queryKey: keys.notes(tenantId, recordingId),
    queryFn: async ({ signal }) =>
      (await api.get('/recordings/{recordingId}/notes', { tenantId, params: { recordingId }, signal })).body.items,
    staleTime: 15_000,
  })

/** What people changed, the newest first. */
export const historyQuery = (api: Api, tenantId: string, recordingId: string) =>
  infiniteQueryOptions({
    queryKey: keys.history(tenantId, recordingId),
    queryFn: async ({ signal, pageParam }) => {
      const query = pageParam === null ? {} : { beforeVersion: pageParam }
      const params = { recordingId }
      return (await api.get('/recordings/{recordingId}/history', { tenantId, params, query, signal })).body
    },
    initialPageParam: null as number | null,
    getNextPageParam: (page) => page.nextBeforeVersion,
    staleTime: 0,
  })

/** Reads the notes and the history again, after one of them was written. */
export function forgetWritten(client: QueryClient, tenantId: string, recordingId: string): void {
  for (const key of [keys.notes, keys.history]) void client.invalidateQueries({ queryKey: key(tenantId, recordingId) })
}
