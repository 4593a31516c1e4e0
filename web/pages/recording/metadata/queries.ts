import { queryOptions } from '@tanstack/react-query'
import type { Api } from '../../../api/index.ts'

// Each look is an entry of the audit: what was read is kept while the page is open.
const kept = { staleTime: 60_000, refetchOnWindowFocus: false } as const

export const sessionMetadataQuery = (api: Api, tenantId: string, recordingId: string) =>
  queryOptions({
    queryKey: ['tenant', tenantId, 'recording', recordingId, 'session-metadata'],
    queryFn: async ({ signal }) =>
      (await api.get('/recordings/{recordingId}/session-metadata', { tenantId, params: { recordingId }, signal })).body,
    ...kept,
  })

export const participantsQuery = (api: Api, tenantId: string, recordingId: string, seq: number) =>
  queryOptions({
    queryKey: ['tenant', tenantId, 'recording', recordingId, 'participants', seq],
    queryFn: async ({ signal }) => {
      const path = '/recordings/{recordingId}/segments/{seq}/participants'
      return (await api.get(path, { tenantId, params: { recordingId, seq }, signal })).body
    },
    ...kept,
  })
