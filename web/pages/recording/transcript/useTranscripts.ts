import { useQueries, useQueryClient } from '@tanstack/react-query'
import { useMemo } from 'react'
import { type Recording, transcriptQuery } from '../../../api/index.ts'
import { useApi, useTenant } from '../../../session/index.ts'
import { linesOf } from './lines.ts'
import type { Place } from './queries.ts'

/** More segments than any call has that was not made to be one. */
const mostSegments = 100

/** The transcripts of a recording's segments, as lines of the page. @param starts of the segments on the timeline */
export function useTranscripts(recording: Recording, starts: ReadonlyMap<number, number>) {
  const api = useApi()
  const client = useQueryClient()
  const { id: tenantId } = useTenant()
  const places = useMemo(
    () => recording.segments.slice(0, mostSegments).map(({ seq }): Place => ({ recordingId: recording.id, seq })),
    [recording],
  )
  const { data, error, isPending } = useQueries({
    queries: places.map((place) => transcriptQuery(api, tenantId, place)),
    combine: (results) => ({
      data: results.map((each) => each.data),
      error: results.find((each) => each.error !== null)?.error ?? null,
      isPending: results.some((each) => each.isPending),
    }),
  })
  const segments = useMemo(
    () =>
      places.flatMap(({ seq }, index) => {
        const { body, etag = null } = data[index] ?? {}
        if (!body) return []
        const { editDenial } = body
        return { seq, etag, editDenial, lines: linesOf(seq, body, starts.get(seq) ?? null), mayEdit: !editDenial }
      }),
    [places, data, starts],
  )
  const retry = () =>
    void client.refetchQueries({ queryKey: ['tenant', tenantId, 'recording', recording.id, 'transcript'] })
  return { segments, error, isPending, retry }
}
