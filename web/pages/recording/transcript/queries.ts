import { type QueryClient, queryOptions } from '@tanstack/react-query'
import type { Api, Cue, Transcript } from '../../../api/index.ts'

/** A segment of a recording. */
export type Place = { recordingId: string; seq: number }

const keyOf = (tenantId: string, { recordingId, seq }: Place) =>
  ['tenant', tenantId, 'recording', recordingId, 'transcript', seq] as const

export const transcriptQuery = (api: Api, tenantId: string, place: Place) =>
  queryOptions({
    queryKey: keyOf(tenantId, place),
    queryFn: async ({ signal }) =>
      api.get('/recordings/{recordingId}/segments/{seq}/transcript', { tenantId, params: place, signal }),
    staleTime: 60_000,
    refetchOnWindowFocus: false,
  })

export type Answered = { body: Transcript; etag: string | null }

/** Shows what an edit made of a cue, null where it is gone; the rest stays as it is. */
export function showCue(client: QueryClient, tenantId: string, place: Place, id: number, cue: Cue | null): void {
  client.setQueryData<Answered>(keyOf(tenantId, place), (shown) => {
    if (!shown) return shown
    const cues = shown.body.cues.flatMap((each) => (each.id === id ? (cue ?? []) : each))
    return { ...shown, body: { ...shown.body, cues } }
  })
}

export function showTranscript(client: QueryClient, tenantId: string, place: Place, answer: Answered): void {
  client.setQueryData(keyOf(tenantId, place), answer)
}

/** Where a cue stands among the others only the server knows. */
export const readAgain = (client: QueryClient, tenantId: string, place: Place): Promise<void> =>
  client.invalidateQueries({ queryKey: keyOf(tenantId, place) })
