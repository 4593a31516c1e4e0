import { IconFileOff, IconLock } from '@tabler/icons-react'
import { useEffect, useMemo, useRef } from 'react'
import { Announcer } from './Announcer.tsx'
import { Dock } from './Dock.tsx'
import {
  availabilityOf,
  type MediaId,
  type MediaRef,
  type Recording,
  type SignedUrl,
  sidesOf,
  viewsOf,
} from './engine/index.ts'
import { type Copies, FileList } from './FileList.tsx'
import type { Outlines } from './Lanes.tsx'
import type { Marker } from './markers.ts'
import { Page } from './Page.tsx'
import classes from './Player.module.css'
import { useCommands } from './useCommands.ts'
import { type HeardRange, useListening } from './useListening.ts'
import { type Engine, useEachPosition, usePlayback, useSnapshot } from './usePlayback.ts'

export type PlayerProps = {
  recording: Recording
  /** Gives a presigned URL of a file; asked again before one dies. All of one opening of the player name one listening. */
  playbackUrl: (media: MediaRef, listeningId: string) => Promise<SignedUrl>
  /** Keeps what was heard in a listening. */
  reportHeard: (listeningId: string, ranges: HeardRange[]) => void
  /** Saves a file. */
  download: (seq: number, mediaId: MediaId) => void
  autoPlay?: boolean
  /** `page`: with lanes and pictures. `dock`: one line. */
  variant: 'page' | 'dock'
  onEnded?: () => void
  /** What is said about moments of the call. */
  markers?: readonly Marker[] | undefined
  /** Of each file's sound, as far as they are known; the page's lanes draw them. */
  outlines?: Outlines | undefined
  /** Asks again for those that took too long. */
  refreshOutlines?: (() => void) | undefined
  /** Copies of files that browsers do not play. */
  copies?: Copies | undefined
  /** What else on the page goes by the player's time hears of its engine; of null when the player goes. */
  onEngine?: (engine: Engine | null) => void
}

/** Plays all files of a recording as one. */
export function Player(props: PlayerProps) {
  const { recording, variant } = props
  const files = recording.segments.flatMap((segment) => segment.media)
  const hasPlayable = files.some((file) => availabilityOf(file) === 'playable')
  if (!recording.actions.play) {
    return (
      <Empty variant={variant} title="You may not play this recording" icon="forbidden">
        Ask an administrator for the right to play recordings of this route.
      </Empty>
    )
  }
  if (files.length === 0) {
    return (
      <Empty variant={variant} title="No media" icon="none">
        The recorder sent the facts of this call and announced no file.
      </Empty>
    )
  }
  if (!hasPlayable) {
    return (
      <>
        <Empty variant={variant} title="Nothing to play yet" icon="none">
          {variant === 'dock'
            ? 'Open the recording to see why.'
            : 'None of its files can be played here. What is known of each:'}
        </Empty>
        {variant === 'page' && <FileList {...props} failures={[]} retry={null} />}
      </>
    )
  }
  return <ActivePlayer key={recording.id} {...props} />
}

type EmptyProps = { variant: 'page' | 'dock'; title: string; icon: 'forbidden' | 'none'; children: string }

function Empty({ variant, title, icon, children }: EmptyProps) {
  const Icon = icon === 'forbidden' ? IconLock : IconFileOff
  return (
    <div className={classes.empty} data-variant={variant} data-playing="false" data-position-ms="0">
      <Icon size={variant === 'dock' ? 16 : 24} stroke={1.5} aria-hidden="true" />
      <p>
        <strong>{title}.</strong> {children}
      </p>
    </div>
  )
}

const noOutlines: Outlines = new Map()
const noMarkers: readonly Marker[] = []

function ActivePlayer(props: PlayerProps) {
  const { recording, playbackUrl, reportHeard, download, autoPlay = false, variant, onEnded, onEngine } = props
  const root = useRef<HTMLDivElement>(null)
  const sounds = useRef<HTMLDivElement>(null)
  const viewElements = useRef(new Map<string, HTMLElement>())
  const { engine, listeningId } = usePlayback({
    ...{ recording, playbackUrl, autoPlay, onEnded, sounds },
    views: viewElements.current,
  })
  useEffect(() => {
    onEngine?.(engine)
    return () => onEngine?.(null)
  }, [engine, onEngine])
  useListening(engine, (ranges) => reportHeard(listeningId, ranges))
  const snapshot = useSnapshot(engine)
  const sides = useMemo(() => sidesOf(recording), [recording])
  const views = useMemo(() => viewsOf(recording).views, [recording])
  useCommands({ engine, root, sides, variant })

  const isPlaying = snapshot.status === 'playing'
  useEachPosition(engine, isPlaying, (positionMs) => {
    if (!root.current) return
    root.current.dataset.positionMs = String(Math.round(positionMs))
    root.current.style.setProperty('--position', String(positionMs / Math.max(1, snapshot.timeline.durationMs)))
  })

  const common = { engine, snapshot, sides, views, viewElements: viewElements.current, root }
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms.
    <div
      ref={root}
      role="group"
      aria-label="Player"
      className={classes.player}
      data-variant={variant}
      data-playing={isPlaying}
      data-status={snapshot.status}
    >
      {variant === 'page' ? (
        <Page
          {...common}
          recording={recording}
          download={download}
          outlines={props.outlines ?? noOutlines}
          refreshOutlines={props.refreshOutlines}
          markers={props.markers ?? noMarkers}
          copies={props.copies}
        />
      ) : (
        <Dock {...common} />
      )}
      <div ref={sounds} hidden />
      <Announcer engine={engine} sides={sides} />
    </div>
  )
}
