import '@mantine/core/styles/Button.layer.css'
import '@mantine/core/styles/Popover.layer.css'
import { type RefObject, useId } from 'react'
import {
  type MediaId,
  type PlaybackSnapshot,
  placePauses,
  type Recording,
  type Side,
  segmentAt,
  type View,
} from './engine/index.ts'
import { FileList } from './FileList.tsx'
import { Lanes } from './Lanes.tsx'
import classes from './Page.module.css'
import { PauseList } from './PauseList.tsx'
import { Pictures } from './Pictures.tsx'
import { Ruler } from './Ruler.tsx'
import { SeekBar } from './SeekBar.tsx'
import { Speed } from './Speed.tsx'
import { State } from './State.tsx'
import { Time, Transport } from './Transport.tsx'
import { type Engine, usePosition } from './usePlayback.ts'
import { Volume } from './Volume.tsx'

export type FaceProps = {
  engine: Engine
  snapshot: PlaybackSnapshot
  sides: readonly Side[]
  views: readonly View[]
  viewElements: Map<string, HTMLElement>
  root: RefObject<HTMLElement | null>
}

type PageProps = FaceProps & { recording: Recording; download: (seq: number, mediaId: MediaId) => void }

/** The player in full: pictures, controls, the timeline with its lanes, and what cannot be played. */
export function Page({ engine, snapshot, sides, views, viewElements, root, recording, download }: PageProps) {
  const pausesId = useId()
  const { timeline } = snapshot
  const pauses = placePauses(recording, timeline.durationMs)
  return (
    <div className={classes.page}>
      {views.length > 0 && (
        <Pictures views={views} viewElements={viewElements} isIdle={snapshot.status === 'idle'} root={root} />
      )}
      <div className={classes.controls}>
        <Transport engine={engine} />
        <Time engine={engine} />
        <State engine={engine} snapshot={snapshot} />
        <span className={classes.space} />
        <Speed engine={engine} />
        <Volume engine={engine} />
      </div>
      <div className={classes.timeline}>
        <div className={classes.corner}>
          <SegmentName engine={engine} snapshot={snapshot} />
        </div>
        <div className={classes.seek}>
          <Ruler timeline={timeline} />
          <SeekBar
            engine={engine}
            pauses={pauses ?? []}
            describedBy={recording.pauses.length > 0 ? pausesId : undefined}
          />
        </div>
        <Lanes engine={engine} sides={sides} views={views} />
      </div>
      <PauseList id={pausesId} engine={engine} recording={recording} marks={pauses} />
      <FileList recording={recording} failures={snapshot.failures} download={download} retry={() => engine.retry()} />
    </div>
  )
}

function SegmentName({ engine, snapshot }: { engine: Engine; snapshot: PlaybackSnapshot }) {
  const positionMs = usePosition(engine, 250)
  const { segments } = snapshot.timeline
  const current = segmentAt(snapshot.timeline, positionMs)
  if (segments.length <= 1 || !current) return null
  return `Segment ${segments.indexOf(current) + 1} of ${segments.length}`
}
