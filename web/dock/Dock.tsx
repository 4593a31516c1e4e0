import { IconX } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense, useMemo } from 'react'
import { Link } from 'wouter'
import { type Recording, recordingQuery, wordsOf } from '../api/index.ts'
import { shortcutWords } from '../keys/index.ts'
import {
  denialWords,
  partiesOf,
  useDownloadFile,
  usePlayableCopies,
  usePlaybackUrl,
  useReportHeard,
  withoutDeniedMedia,
} from '../parts/index.ts'
import { addresses } from '../places/index.ts'
import { useApi, useFormats, useTenant } from '../session/index.ts'
import { Delayed, IconButton, readableNumber } from '../ui/index.ts'
import { useDock } from './context.tsx'
import classes from './Dock.module.css'

const Player = lazy(() => import('../player/index.ts'))

/** The player at the bottom of the page; it plays on while one scrolls the list. */
export function Dock() {
  const { playingId } = useDock()
  // A player for each recording: nothing of the one before may go on sounding.
  return playingId === null ? null : <DockOf key={playingId} recordingId={playingId} />
}

function DockOf({ recordingId }: { recordingId: string }) {
  const api = useApi()
  const tenant = useTenant()
  const formats = useFormats()
  const { close } = useDock()
  const { data, error } = useQuery({ ...recordingQuery(api, tenant.id, recordingId), refetchOnWindowFocus: false })
  // Another object would be a changed recording to the player.
  const playable = useMemo(() => data && withoutDeniedMedia(data.body), [data])

  const hasFiles = playable?.segments.some(({ media }) => media.length > 0)
  const withoutVideo = data && !hasFiles && data.body.kinds.length > 0 ? denialWords('video', data.body) : undefined

  return (
    <section className={classes.dock} aria-label="Player">
      {data && (
        <Link href={addresses.recording(tenant.id, recordingId)} className={classes.what}>
          <span className={classes.parties}>{partiesOf(data.body, readableNumber)}</span>
          <span className={classes.time}>{formats.dateTime(data.body.startedAt)}</span>
        </Link>
      )}
      <div className={classes.player}>
        {error && <span role="alert">{`${wordsOf(error).title}. ${wordsOf(error).advice}`}</span>}
        {withoutVideo && <span>{withoutVideo}.</span>}
        {playable && !withoutVideo && (
          <Suspense fallback={<Delayed>Loading the player…</Delayed>}>
            <PlayerOf recording={playable} />
          </Suspense>
        )}
      </div>
      <IconButton
        label="Close the player"
        shortcut={shortcutWords('closeDock')}
        icon={<IconX size={16} />}
        onClick={close}
      />
    </section>
  )
}

function PlayerOf({ recording }: { recording: Recording }) {
  const playbackUrl = usePlaybackUrl()
  const reportHeard = useReportHeard()
  const downloadFile = useDownloadFile()
  const { playable } = usePlayableCopies(recording)
  return (
    <Player
      recording={playable}
      variant="dock"
      autoPlay
      playbackUrl={playbackUrl}
      reportHeard={(listeningId, ranges) => reportHeard(recording.id, listeningId, ranges)}
      download={(seq, mediaId) => void downloadFile(recording.id, seq, mediaId)}
    />
  )
}
