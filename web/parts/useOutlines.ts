import { useQueries, useQueryClient } from '@tanstack/react-query'
import { useMemo } from 'react'
import { isOutlineLate, type LoadedOutline, type MediaFile, outlineQuery, type Recording } from '../api/index.ts'
import { useApi, useTenant } from '../session/index.ts'

/** No call is cut into more files; what is beyond has no waveform. */
const mostFiles = 60

const hasSound = ({ kind, channels, state }: MediaFile) =>
  (state === 'available' || state === 'damaged') && (kind === 'audio' || channels.length > 0)

type Outlines = { outlines: ReadonlyMap<MediaFile['id'], LoadedOutline>; refreshOutlines: () => void }

/** The outlines of a recording's sounds, for the player's waveform; those that are being made are asked for again, for a while. */
export function useOutlines(recording: Recording): Outlines {
  const api = useApi()
  const tenant = useTenant()
  const client = useQueryClient()
  const files = useMemo(
    () =>
      recording.segments
        .flatMap(({ seq, media }) => media.filter(hasSound).map(({ id: mediaId }) => ({ seq, mediaId })))
        .slice(0, mostFiles)
        .map((file) => ({ recordingId: recording.id, ...file })),
    [recording],
  )
  const answers = useQueries({
    queries: files.map((file) => ({ ...outlineQuery(api, tenant.id, file), enabled: recording.actions.play })),
  })
  const loaded = answers.map(({ data, isError }, index): LoadedOutline => {
    const file = files[index]
    // Without an answer there is no waveform, and all else works.
    if (!data) return { state: isError ? 'late' : 'pending' }
    return data.state === 'pending' && file && isOutlineLate(client, tenant.id, file) ? { state: 'late' } : data
  })
  const isChanged = loaded.map((outline) => outline.state).join()
  // biome-ignore lint/correctness/useExhaustiveDependencies: an outline that is there does not change, so that states tell all
  const outlines = useMemo(
    () => new Map(files.flatMap(({ mediaId }, index) => (loaded[index] ? [[mediaId, loaded[index]] as const] : []))),
    [files, isChanged],
  )
  return {
    outlines,
    refreshOutlines: () => {
      for (const { data, refetch } of answers) if (data?.state !== 'ready') void refetch()
    },
  }
}
