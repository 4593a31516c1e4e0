import { infiniteQueryOptions, type QueryClient } from '@tanstack/react-query'
import { type Api, notesKey, type Review } from '../../../api/index.ts'

export type Answered = { body: Review; etag: string | null }

const historyKey = (tenantId: string, recordingId: string) => ['tenant', tenantId, 'history', recordingId] as const

/** What people changed, the newest first. */
export const historyQuery = (api: Api, tenantId: string, recordingId: string) =>
  infiniteQueryOptions({
    queryKey: historyKey(tenantId, recordingId),
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
  for (const keyOf of [notesKey, historyKey]) void client.invalidateQueries({ queryKey: keyOf(tenantId, recordingId) })
}
