import { queryOptions, useQueries } from '@tanstack/react-query'
import type { Api, Dtmf, Recording } from '../../api/index.ts'
import { useApi, useTenant } from '../../session/index.ts'

/** More segments than any call has that was not made to be one. */
const mostSegments = 100

const dtmfQuery = (api: Api, tenantId: string, params: { recordingId: string; seq: number }) =>
  queryOptions({
    queryKey: ['tenant', tenantId, 'recording', params.recordingId, 'dtmf', params.seq],
    queryFn: async ({ signal }) =>
      (await api.get('/recordings/{recordingId}/segments/{seq}/dtmf', { tenantId, params, signal })).body,
    staleTime: 60_000,
    refetchOnWindowFocus: false,
  })

export type SegmentDtmf = Dtmf & { seq: number }

/** The digits that were pressed, by segment, as far as they are there yet. */
export function useDtmf(recording: Recording | undefined): {
  segments: readonly SegmentDtmf[]
  error: Error | null
  isPending: boolean
} {
  const api = useApi()
  const { id: tenantId } = useTenant()
  const seqs = recording?.segments.slice(0, mostSegments).map(({ seq }) => seq) ?? []
  return useQueries({
    queries: seqs.map((seq) => dtmfQuery(api, tenantId, { recordingId: recording?.id ?? '', seq })),
    combine: (results) => ({
      segments: results.flatMap(({ data }, index) => (data ? { ...data, seq: seqs[index] ?? 0 } : [])),
      error: results.find(({ error }) => error !== null)?.error ?? null,
      isPending: results.some(({ isPending }) => isPending),
    }),
  })
}
