import '@mantine/core/styles/Button.layer.css'
import '@mantine/core/styles/Popover.layer.css'
import { type RefObject, useEffect, useId, useMemo, useRef } from 'react'
import {
  type MediaId,
  type PlaybackSnapshot,
  placePauses,
  type Recording,
  type Side,
  segmentAt,
  type View,
} from './engine/index.ts'
import { type Copies, FileList } from './FileList.tsx'
import { Lanes, type Outlines } from './Lanes.tsx'
import { MarkBar } from './MarkBar.tsx'
import { type Marker, placeMarkers } from './markers.ts'
import classes from './Page.module.css'
import { PauseList } from './PauseList.tsx'
import { Pictures } from './Pictures.tsx'
import { Ruler } from './Ruler.tsx'
import { SeekBar } from './SeekBar.tsx'
import { Speed } from './Speed.tsx'
import { State } from './State.tsx'
import { cssVariables, placeOf } from './style.ts'
import { Time, Transport } from './Transport.tsx'
import { type Engine, usePosition } from './usePlayback.ts'
import { useWindow, type WindowControl } from './useWindow.ts'
import { Volume } from './Volume.tsx'
import { WaveformState } from './WaveformState.tsx'
import { Zoom } from './Zoom.tsx'
import { wholeOf } from './zoom.ts'

export type FaceProps = {
  engine: Engine
  snapshot: PlaybackSnapshot
  sides: readonly Side[]
  views: readonly View[]
  viewElements: Map<string, HTMLElement>
  root: RefObject<HTMLElement | null>
}

type PageProps = FaceProps & {
  recording: Recording
  download: (seq: number, mediaId: MediaId) => void
  outlines: Outlines
  refreshOutlines: (() => void) | undefined
  markers: readonly Marker[]
  copies: Copies | undefined
}

/** The player in full: pictures, controls, the timeline with its lanes, and what cannot be played. */
export function Page(props: PageProps) {
  const { engine, snapshot, sides, views, viewElements, root, recording, download, outlines, markers } = props
  const pausesId = useId()
  const { timeline } = snapshot
  const pauses = useMemo(() => placePauses(recording, timeline.durationMs), [recording, timeline.durationMs])
  const marks = useMemo(() => placeMarkers(markers, timeline), [markers, timeline])
  const control = useWindow(engine, timeline.durationMs)
  const lanes = useWheel(control)
  const { fromMs, toMs } = control.window
  const view = {
    '--view-from': fromMs / Math.max(1, timeline.durationMs),
    '--view-span': (toMs - fromMs) / Math.max(1, timeline.durationMs),
  } as const
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
        <Zoom control={control} />
        <Speed engine={engine} />
        <Volume engine={engine} />
      </div>
      <div className={classes.timeline}>
        <div className={classes.corner}>
          <SegmentName engine={engine} snapshot={snapshot} />
        </div>
        <div className={classes.seek}>
          <Ruler timeline={timeline} window={wholeOf(timeline.durationMs)} />
          <SeekBar
            engine={engine}
            pauses={pauses ?? []}
            describedBy={recording.pauses.length > 0 ? pausesId : undefined}
          />
          {!control.isWhole && (
            <div className={classes.inView} aria-hidden="true">
              <div style={placeOf(fromMs, toMs, timeline.durationMs)} />
            </div>
          )}
        </div>
        <div ref={lanes} className={classes.lanes} style={cssVariables(view)}>
          {!control.isWhole && (
            <div className={classes.nearRuler}>
              <Ruler timeline={timeline} window={control.window} />
            </div>
          )}
          <Lanes
            engine={engine}
            sides={sides}
            views={views}
            outlines={outlines}
            pauses={pauses ?? []}
            control={control}
          />
          <MarkBar engine={engine} timeline={timeline} control={control} marks={marks} />
        </div>
      </div>
      <WaveformState outlines={outlines} refresh={props.refreshOutlines} />
      <PauseList id={pausesId} engine={engine} recording={recording} marks={pauses} />
      <FileList
        recording={recording}
        failures={snapshot.failures}
        download={download}
        retry={() => engine.retry()}
        copies={props.copies}
      />
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

/** Wheel with Ctrl, which is what pinching sends, zooms where the pointer is; sideways moves what is in view. */
function useWheel(control: WindowControl) {
  const lanes = useRef<HTMLDivElement>(null)
  const latest = useRef(control)
  useEffect(() => {
    latest.current = control
  })
  useEffect(() => {
    const element = lanes.current
    if (!element) return
    const onWheel = (event: WheelEvent) => {
      const { window, isWhole, zoom, pan } = latest.current
      const track = element.querySelector('[data-side]')?.getBoundingClientRect()
      if (!track || track.width === 0) return
      const spanMs = window.toMs - window.fromMs
      const sidewaysPx = event.shiftKey && event.deltaX === 0 ? event.deltaY : event.deltaX
      if (event.ctrlKey || event.metaKey) {
        event.preventDefault()
        zoom(2 ** (-event.deltaY / 100), window.fromMs + ((event.clientX - track.left) / track.width) * spanMs)
      } else if (!isWhole && Math.abs(sidewaysPx) > Math.abs(event.shiftKey ? 0 : event.deltaY)) {
        event.preventDefault()
        pan((sidewaysPx / track.width) * spanMs)
      }
    }
    element.addEventListener('wheel', onWheel, { passive: false })
    return () => element.removeEventListener('wheel', onWheel)
  }, [])
  return lanes
}
