import { useQueries, useQueryClient } from '@tanstack/react-query'
import { useMemo } from 'react'
import { copyQuery, isCopyLate, type MediaFile, makeCopy, type Recording } from '../api/index.ts'
import { useApi, useTenant } from '../session/index.ts'
import { tellFailure } from './tellFailure.ts'

type CopyState = { state: 'none' | 'ready' | 'impossible' } | { state: 'making'; progress: number; isLate: boolean }

type PlayableCopies = {
  /** The recording, its files that have a copy being playable. The same object while nothing of it changes. */
  playable: Recording
  copies: {
    stateOf: (mediaId: MediaFile['id']) => CopyState | undefined
    make: (seq: number, mediaId: MediaFile['id']) => void
  }
}

/** As in `useOutlines`. */
const mostFiles = 60

const mayHaveCopy = ({ kind, state, isPlayable }: MediaFile) =>
  kind === 'audio' && !isPlayable && (state === 'available' || state === 'damaged')

/** Copies of a recording's files that browsers do not play, and the recording as it plays with them. */
export function usePlayableCopies(recording: Recording): PlayableCopies {
  const api = useApi()
  const tenant = useTenant()
  const client = useQueryClient()
  const files = useMemo(
    () =>
      recording.segments
        .flatMap(({ seq, media }) => media.filter(mayHaveCopy).map(({ id: mediaId }) => ({ seq, mediaId })))
        .slice(0, mostFiles)
        .map((file) => ({ recordingId: recording.id, ...file })),
    [recording],
  )
  const answers = useQueries({
    queries: files.map((file) => ({ ...copyQuery(api, tenant.id, file), enabled: recording.actions.play })),
  })
  const states = new Map(
    files.flatMap((file, index): [MediaFile['id'], CopyState][] => {
      const copy = answers[index]?.data
      if (!copy) return []
      if (copy.state !== 'making') return [[file.mediaId, { state: copy.state }]]
      return [[file.mediaId, { ...copy, isLate: isCopyLate(client, tenant.id, file) }]]
    }),
  )
  const ready = [...states].flatMap(([mediaId, { state }]) => (state === 'ready' ? [mediaId] : [])).join()
  const playable = useMemo(() => withCopies(recording, ready.split(',')), [recording, ready])
  return {
    playable,
    copies: {
      stateOf: (mediaId) => states.get(mediaId),
      make: (seq, mediaId) => {
        const place = { recordingId: recording.id, seq, mediaId }
        makeCopy(api, client, tenant.id, place).catch(tellFailure)
      },
    },
  }
}

function withCopies(recording: Recording, ready: readonly string[]): Recording {
  const isReady = ({ id }: MediaFile) => ready.includes(id)
  if (!recording.segments.some(({ media }) => media.some(isReady))) return recording
  const segments = recording.segments.map((segment) => ({
    ...segment,
    media: segment.media.map((file) => (isReady(file) ? { ...file, isPlayable: true } : file)),
  }))
  return { ...recording, segments }
}
