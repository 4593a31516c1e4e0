import { useQueries, useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useLocation } from 'wouter'
import { notesQuery, type Recording, transcriptQuery } from '../../api/index.ts'
import { addresses } from '../../places/index.ts'
import type { Marker } from '../../player/index.ts'
import { useApi, useTenant } from '../../session/index.ts'
import { cueMarkers, dtmfMarkers, noteMarkers } from './markers.ts'
import type { SegmentDtmf } from './useDtmf.ts'

/** More segments than any call has that was not made to be one. */
const mostSegments = 100

/**
 * What stands on the player: keys pressed, notes on a moment, and what was said. Choosing a note opens the review, where all
 * of it can be read; what somebody may not read is not there.
 */
export function useMarkers(recording: Recording | undefined, dtmf: readonly SegmentDtmf[]): Marker[] {
  const api = useApi()
  const { id: tenantId } = useTenant()
  const [, navigate] = useLocation()
  const recordingId = recording?.id ?? ''
  const { data: notes } = useQuery({
    ...notesQuery(api, tenantId, recordingId),
    enabled: recording !== undefined,
    retry: false,
  })
  const heard = recording?.actions.play ? recording.segments.slice(0, mostSegments) : []
  const said = useQueries({
    queries: heard.map(({ seq }) => ({ ...transcriptQuery(api, tenantId, { recordingId, seq }), retry: false })),
    combine: (results) =>
      results.flatMap(({ data }, index) => cueMarkers(heard[index]?.seq ?? 0, data?.body.cues ?? [])),
  })
  return useMemo(
    () => [
      ...dtmfMarkers(dtmf),
      ...noteMarkers(notes ?? [], () => navigate(addresses.recording(tenantId, recordingId, 'review'))),
      ...said,
    ],
    [dtmf, notes, said, navigate, tenantId, recordingId],
  )
}
