import { type QueryClient, queryOptions } from '@tanstack/react-query'
import type { Contract, ResponseOf } from '../../functions/contract/index.ts'
import type { Api } from './client.ts'

type ImpossibleOutline = Extract<ResponseOf<Contract['media']['getPeaks']>, { state: 'impossible' }>
type MediaPlace = { recordingId: string; seq: number; mediaId: string }

/** An outline that is made takes a second or two; who has asked so often is told to look again later. */
const mostOutlineAsks = 12
/** Copies of hours take a minute or two. */
const mostCopyAsks = 120

const keyOf = (tenantId: string, what: 'peaks' | 'copy', { recordingId, seq, mediaId }: MediaPlace) =>
  ['tenant', tenantId, 'rendition', recordingId, what, seq, mediaId] as const

/** What the API sends as base64, as signed bytes. */
function bytesOf(base64: string): Int8Array {
  const text = atob(base64)
  return Int8Array.from(text, (character) => (character.charCodeAt(0) << 24) >> 24)
}

export type LoadedOutline =
  | { state: 'pending' | 'late' }
  | { state: 'impossible'; reason: ImpossibleOutline['reason'] }
  | { state: 'ready'; pointsPerSecond: number; channels: readonly Int8Array[] }

async function askForOutline(
  api: Api,
  tenantId: string,
  params: MediaPlace,
  signal: AbortSignal,
): Promise<LoadedOutline> {
  const path = '/recordings/{recordingId}/segments/{seq}/media/{mediaId}/peaks'
  const { body } = await api.get(path, { tenantId, params, signal })
  if (body.state !== 'ready') return body
  return { state: 'ready', pointsPerSecond: body.pointsPerSecond, channels: body.channels.map(bytesOf) }
}

/** The outline of a file's sound. It never changes once it is there. */
export const outlineQuery = (api: Api, tenantId: string, place: MediaPlace) =>
  queryOptions({
    queryKey: keyOf(tenantId, 'peaks', place),
    queryFn: ({ signal }) => askForOutline(api, tenantId, place, signal),
    staleTime: ({ state }) => (state.data?.state === 'pending' ? 0 : Number.POSITIVE_INFINITY),
    gcTime: 10 * 60_000,
    refetchOnWindowFocus: false,
    refetchInterval: ({ state }) => {
      if (state.data?.state !== 'pending' || state.dataUpdateCount >= mostOutlineAsks) return false
      return Math.min(10_000, 500 * 1.5 ** state.dataUpdateCount)
    },
  })

/** Whether nobody asks for it any more by itself. */
export const isOutlineLate = (client: QueryClient, tenantId: string, place: MediaPlace): boolean => {
  const state = client.getQueryState(keyOf(tenantId, 'peaks', place))
  return (state?.dataUpdateCount ?? 0) >= mostOutlineAsks
}

const copyPath = '/recordings/{recordingId}/segments/{seq}/media/{mediaId}/playable-copy'

/** How far the copy of a file that browsers do not play is; asked again while it is being made. */
export const copyQuery = (api: Api, tenantId: string, place: MediaPlace) =>
  queryOptions({
    queryKey: keyOf(tenantId, 'copy', place),
    queryFn: async ({ signal }) => (await api.get(copyPath, { tenantId, params: place, signal })).body,
    staleTime: 15_000,
    refetchOnWindowFocus: false,
    refetchInterval: ({ state }) =>
      state.data?.state === 'making' && state.dataUpdateCount < mostCopyAsks ? 1_500 : false,
  })

export const isCopyLate = (client: QueryClient, tenantId: string, place: MediaPlace): boolean =>
  (client.getQueryState(keyOf(tenantId, 'copy', place))?.dataUpdateCount ?? 0) >= mostCopyAsks

/** Has a copy made; whoever asks how far it is goes on from the answer. @throws ApiProblem */
export async function makeCopy(api: Api, client: QueryClient, tenantId: string, place: MediaPlace): Promise<void> {
  const { body } = await api.post(copyPath, { tenantId, params: place })
  client.setQueryData(copyQuery(api, tenantId, place).queryKey, body)
}
