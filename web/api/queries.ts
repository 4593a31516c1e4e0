import { infiniteQueryOptions, type QueryClient, queryOptions } from '@tanstack/react-query'
import type { Api } from './client.ts'
import { type LoadedList, withoutRecording, withRecording } from './pages.ts'
import type { FaultCode } from './problem.ts'
import type { Recording, Review } from './shapes.ts'
import { isProblem } from './words.ts'

/** What the API is asked for a list. */
export type ListQuestion = {
  startedFrom?: string
  startedBefore?: string
  sessionId?: string | undefined
  callId?: string | undefined
}

const pageSize = 50

const keys = {
  lists: (tenantId: string) => ['tenant', tenantId, 'lists'] as const,
  recording: (tenantId: string, recordingId: string) => ['tenant', tenantId, 'recording', recordingId] as const,
  review: (tenantId: string, recordingId: string) => ['tenant', tenantId, 'review', recordingId] as const,
  counts: (tenantId: string) => ['tenant', tenantId, 'counts'] as const,
  callGroup: (tenantId: string, callGroupId: string) => ['tenant', tenantId, 'callGroup', callGroupId] as const,
}

export const meQuery = (api: Api) =>
  queryOptions({
    queryKey: ['me'],
    queryFn: async ({ signal }) => (await api.get('/me', { signal })).body,
    staleTime: 5 * 60_000,
  })

/** What the person may do in a tenant: it decides what is offered; the API decides what is done. */
export const permissionsQuery = (api: Api, tenantId: string) =>
  queryOptions({
    queryKey: ['tenant', tenantId, 'permissions'],
    queryFn: async ({ signal }) => (await api.get('/me/permissions', { tenantId, signal })).body,
    staleTime: 5 * 60_000,
  })

export const listQuery = (api: Api, tenantId: string, question: ListQuestion) =>
  infiniteQueryOptions({
    queryKey: [...keys.lists(tenantId), question],
    queryFn: async ({ signal, pageParam }) => {
      const cursor = pageParam === null ? {} : { cursor: pageParam }
      return (await api.get('/recordings', { tenantId, query: { ...question, ...cursor, limit: pageSize }, signal }))
        .body
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    // Pages loaded long ago would all be read again, one after another; new calls are asked for by "Reload".
    staleTime: 60_000,
    gcTime: 10 * 60_000,
    refetchOnWindowFocus: false,
  })

export const recordingQuery = (api: Api, tenantId: string, recordingId: string) =>
  queryOptions({
    queryKey: keys.recording(tenantId, recordingId),
    queryFn: async ({ signal }) => api.get('/recordings/{recordingId}', { tenantId, params: { recordingId }, signal }),
    staleTime: 15_000,
  })

/** What people added to a recording, and what of it the person may edit. */
export const reviewQuery = (api: Api, tenantId: string, recordingId: string) =>
  queryOptions({
    queryKey: keys.review(tenantId, recordingId),
    queryFn: async ({ signal }) =>
      api.get('/recordings/{recordingId}/review', { tenantId, params: { recordingId }, signal }),
    staleTime: 15_000,
  })

export const notesKey = (tenantId: string, recordingId: string) => ['tenant', tenantId, 'notes', recordingId] as const

/** What people wrote about a recording, the oldest first. */
export const notesQuery = (api: Api, tenantId: string, recordingId: string) =>
  queryOptions({
    queryKey: notesKey(tenantId, recordingId),
    queryFn: async ({ signal }) =>
      (await api.get('/recordings/{recordingId}/notes', { tenantId, params: { recordingId }, signal })).body.items,
    staleTime: 15_000,
  })

export const transcriptKey = (tenantId: string, { recordingId, seq }: { recordingId: string; seq: number }) =>
  ['tenant', tenantId, 'recording', recordingId, 'transcript', seq] as const

/** What was said in a segment, with the ETag that an import names. */
export const transcriptQuery = (api: Api, tenantId: string, place: { recordingId: string; seq: number }) =>
  queryOptions({
    queryKey: transcriptKey(tenantId, place),
    queryFn: async ({ signal }) =>
      api.get('/recordings/{recordingId}/segments/{seq}/transcript', { tenantId, params: place, signal }),
    staleTime: 60_000,
    refetchOnWindowFocus: false,
  })

/** All custom fields of the tenant, retired ones included, in their order. */
export const customFieldsQuery = (api: Api, tenantId: string) =>
  queryOptions({
    queryKey: ['tenant', tenantId, 'customFields'],
    queryFn: async ({ signal }) => (await api.get('/custom-fields', { tenantId, signal })).body.items,
    staleTime: 5 * 60_000,
  })

/** All categories of the tenant, retired ones included. */
export const categoriesQuery = (api: Api, tenantId: string) =>
  queryOptions({
    queryKey: ['tenant', tenantId, 'categories'],
    queryFn: async ({ signal }) => (await api.get('/categories', { tenantId, signal })).body.items,
    staleTime: 5 * 60_000,
  })

export const countsQuery = (api: Api, tenantId: string, bounds: { startedFrom: string; startedBefore: string }) =>
  queryOptions({
    queryKey: [...keys.counts(tenantId), bounds],
    queryFn: async ({ signal }) => (await api.get('/recordings/counts', { tenantId, query: bounds, signal })).body,
    staleTime: 30_000,
  })

export const routesQuery = (api: Api, tenantId: string) =>
  queryOptions({
    queryKey: ['tenant', tenantId, 'routes'],
    queryFn: async ({ signal }) => (await api.get('/routes', { tenantId, signal })).body.items,
    staleTime: 10 * 60_000,
  })

/** The recordings of one call: its other legs, before and after a transfer. */
export const callGroupQuery = (api: Api, tenantId: string, callGroupId: string) =>
  queryOptions({
    queryKey: keys.callGroup(tenantId, callGroupId),
    queryFn: async ({ signal }) =>
      (await api.get('/recordings', { tenantId, query: { callGroupId, limit: 50 }, signal })).body.items,
    staleTime: 60_000,
  })

/**
 * Which filter an id means: people hold an id out of another system and do not know whether it is the session's or a
 * call's. Where no session has it, it is taken for a call id.
 */
export async function meaningOfId(
  api: Api,
  tenantId: string,
  id: string,
): Promise<{ sessionId: string } | { callId: string }> {
  const { body } = await api.get('/recordings', { tenantId, query: { sessionId: id, limit: 1 } })
  return body.items.length > 0 || body.nextCursor ? { sessionId: id } : { callId: id }
}

/** Takes a deleted recording out of everything that is loaded, so that no page shows it for a moment longer. */
export function forgetRecording(client: QueryClient, tenantId: string, recordingId: string): void {
  client.setQueriesData<LoadedList>(
    { queryKey: keys.lists(tenantId) },
    (list) => list && withoutRecording(list, recordingId),
  )
  client.removeQueries({ queryKey: keys.recording(tenantId, recordingId) })
  void client.invalidateQueries({ queryKey: keys.counts(tenantId) })
  void client.invalidateQueries({ queryKey: ['tenant', tenantId, 'callGroup'] })
}

/** Shows a recording as it is now, on its page and in the lists. */
export function showRecording(
  client: QueryClient,
  tenantId: string,
  answer: { body: Recording; etag: string | null },
): void {
  client.setQueryData(keys.recording(tenantId, answer.body.id), answer)
  client.setQueriesData<LoadedList>(
    { queryKey: keys.lists(tenantId) },
    (list) => list && withRecording(list, answer.body),
  )
}

/** Shows a review as it is now: in its form, on the recording's page and in the lists. */
export function showReview(client: QueryClient, tenantId: string, answer: { body: Review; etag: string | null }): void {
  const { recordingId, agentId, ratedByName: _, ratedAt: __, ...review } = answer.body
  client.setQueryData(keys.review(tenantId, recordingId), answer)
  const shown = client.getQueryData<{ body: Recording; etag: string | null }>(keys.recording(tenantId, recordingId))
  if (!shown) return
  const { timeSpentMinutes: ___, heldUntil: ____, isHeldByYou: _____, denials: ______, ...summary } = review
  showRecording(client, tenantId, { body: { ...shown.body, agentId, review: summary }, etag: answer.etag })
}

/** Faults that may be over a moment later. */
const passing = ['no_connection', 'unavailable', 'internal_error'] as const satisfies readonly FaultCode[]

/** Faults of a moment are tried again twice; what the API refused would only be refused again. */
export const shouldRetry = (failures: number, error: unknown): boolean => failures < 2 && isProblem(error, ...passing)
