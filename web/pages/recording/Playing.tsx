import { IconVolumeOff } from '@tabler/icons-react'
import { lazy, Suspense, useMemo } from 'react'
import type { Recording } from '../../api/index.ts'
import {
  denialWords,
  reasonAgainst,
  useDownloadFile,
  useOutlines,
  usePlayableCopies,
  usePlaybackUrl,
  useReportHeard,
  withoutDeniedMedia,
} from '../../parts/index.ts'
import type { Marker } from '../../player/index.ts'
import { Delayed, Message } from '../../ui/index.ts'
import type { Engine } from './engine.ts'
import classes from './RecordingPage.module.css'

const Player = lazy(() => import('../../player/index.ts'))

type PlayingProps = {
  recording: Recording
  onEngine: (engine: Engine | null) => void
  /** What is said about moments of the call. */
  markers?: readonly Marker[]
}

/** The recording's segments, played as one, above the tabs: all of them hang on its time. */
export function Playing({ recording, onEngine, markers }: PlayingProps) {
  const playbackUrl = usePlaybackUrl()
  const reportHeard = useReportHeard()
  const downloadFile = useDownloadFile()
  // Another object would be a changed recording to the player.
  const allowed = useMemo(() => withoutDeniedMedia(recording), [recording])
  const { playable, copies } = usePlayableCopies(allowed)
  const { outlines, refreshOutlines } = useOutlines(allowed)

  if (!recording.actions.play) {
    return (
      <Message
        icon={<IconVolumeOff size={24} stroke={1.5} />}
        title={reasonAgainst('play', recording) ?? 'This recording cannot be played'}
      >
        <p>Its facts are under Details.</p>
      </Message>
    )
  }
  const hasFiles = playable.segments.some(({ media }) => media.length > 0)
  const withoutVideo = recording.kinds.some((kind) => kind !== 'audio') ? denialWords('video', recording) : undefined
  if (withoutVideo && !hasFiles) {
    return (
      <Message icon={<IconVolumeOff size={24} stroke={1.5} />} title={withoutVideo}>
        <p>This call has nothing else to play. Its facts are under Details.</p>
      </Message>
    )
  }
  return (
    <>
      {withoutVideo && <p className={classes.note}>{withoutVideo}. Its sound is played without.</p>}
      <Suspense fallback={<Delayed>Loading the player…</Delayed>}>
        <Player
          recording={playable}
          variant="page"
          onEngine={onEngine}
          outlines={outlines}
          refreshOutlines={refreshOutlines}
          copies={copies}
          markers={markers}
          playbackUrl={playbackUrl}
          reportHeard={(listeningId, ranges) => reportHeard(recording.id, listeningId, ranges)}
          download={(seq, mediaId) => void downloadFile(recording.id, seq, mediaId)}
        />
      </Suspense>
    </>
  )
}
