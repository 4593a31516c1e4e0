import { IconVolumeOff } from '@tabler/icons-react'
import { lazy, Suspense } from 'react'
import type { Recording } from '../../api/index.ts'
import { notAllowedWords, useDownloadFile, usePlaybackUrl } from '../../parts/index.ts'
import { Delayed, Message } from '../../ui/index.ts'

const Player = lazy(() => import('../../player/index.ts'))

/** The recording's segments, played as one. */
export function Segments({ recording }: { recording: Recording }) {
  const playbackUrl = usePlaybackUrl()
  const downloadFile = useDownloadFile()

  if (!recording.actions.play) {
    return (
      <Message icon={<IconVolumeOff size={24} stroke={1.5} />} title={notAllowedWords.play}>
        <p>Its facts are under Details.</p>
      </Message>
    )
  }
  return (
    <Suspense fallback={<Delayed>Loading the player…</Delayed>}>
      <Player
        recording={recording}
        variant="page"
        playbackUrl={playbackUrl}
        download={(seq, mediaId) => void downloadFile(recording.id, seq, mediaId)}
      />
    </Suspense>
  )
}
