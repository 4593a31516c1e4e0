import { useMemo } from 'react'
import {
  type Clip,
  formatClock,
  isAudible,
  type MediaId,
  type PauseMark,
  type Side,
  speakDuration,
  type Timeline,
  unavailabilityWords,
  type View,
} from './engine/index.ts'
import classes from './Lanes.module.css'
import {
  gainOf,
  noOutlineWords,
  type Outline,
  type Strand,
  soundFactsOf,
  strandOf,
  type TimeWindow,
} from './outline.ts'
import playerClasses from './Player.module.css'
import { SideSwitches } from './SideSwitches.tsx'
import { placeOf, pointOf, stripOf } from './style.ts'
import { type Engine, useSnapshot } from './usePlayback.ts'
import type { WindowControl } from './useWindow.ts'
import { Waveform } from './Waveform.tsx'

export type Outlines = ReadonlyMap<MediaId, Outline>

type LanesProps = {
  engine: Engine
  sides: readonly Side[]
  views: readonly View[]
  outlines: Outlines
  pauses: readonly PauseMark[]
  control: WindowControl
}

/** A lane for each voice and each picture: its sound, where in the call it is there, and the switches of its sound. */
export function Lanes({ engine, sides, views, outlines, pauses, control }: LanesProps) {
  const { mix, timeline } = useSnapshot(engine)
  const gain = useMemo(() => gainOf(outlines.values()), [outlines])
  const common = { engine, timeline, control }
  return (
    <>
      {sides.map((side, index) => {
        const clips = timeline.clips.filter((clip) => clip.channels.includes(side.key))
        const isHeard = isAudible(mix, side.key)
        return (
          <div key={side.key} className={classes.lane} data-heard={isHeard}>
            <div className={classes.head}>
              <span className={classes.name}>{side.label}</span>
              {clips.some((clip) => clip.availability === 'playable') && (
                <SideSwitches engine={engine} side={side} index={index} />
              )}
            </div>
            <SoundTrack {...common} side={side.key} clips={clips} outlines={outlines} gain={gain} pauses={pauses} />
          </div>
        )
      })}
      {views.map((view) => (
        <div key={view.key} className={classes.lane} data-slim="true" data-heard="true">
          <div className={classes.head}>
            <span className={classes.name}>{view.label}</span>
          </div>
          <Track {...common} clips={timeline.clips.filter((clip) => clip.viewKey === view.key)} side={null} />
        </div>
      ))}
    </>
  )
}

type SoundTrackProps = Omit<TrackProps, 'strands' | 'outlines'> & { side: string; outlines: Outlines }

function SoundTrack(props: SoundTrackProps) {
  const { clips, side, outlines } = props
  const strands = useMemo(() => strandsOf(clips, outlines, side), [clips, outlines, side])
  const facts = useMemo(() => (strands.length === 0 ? null : wordsOf(strands)), [strands])
  return (
    <>
      <Track {...props} strands={strands} />
      {facts && <p className={playerClasses.unseen}>{facts}</p>}
    </>
  )
}

function strandsOf(clips: readonly Clip[], outlines: Outlines, side: string): Strand[] {
  return clips.flatMap((clip) => {
    const outline = outlines.get(clip.mediaId)
    return outline?.state === 'ready' ? [strandOf(outline, clip, side)] : []
  })
}

/** What the waveform shows, in words. */
function wordsOf(strands: readonly Strand[]): string {
  const { soundMs, silence } = soundFactsOf(strands)
  if (soundMs === 0) return 'No sound.'
  const longest = silence && `; longest silence ${speakDuration(silence.lengthMs)}, at ${formatClock(silence.startMs)}`
  return `Sound for ${speakDuration(soundMs)}${longest ?? ''}.`
}

/** Of files that do not play and stand at one place the first is drawn; all are in the list below. */
function isShown(clip: Clip, clips: readonly Clip[]): boolean {
  if (clip.availability === 'playable') return true
  return clips.find((other) => other.startMs === clip.startMs && other.availability !== 'playable') === clip
}

type TrackProps = {
  engine: Engine
  timeline: Timeline
  control: WindowControl
  clips: readonly Clip[]
  side: string | null
  outlines?: Outlines
  strands?: readonly Strand[]
  gain?: number
  pauses?: readonly PauseMark[]
}

/** What stands in a clip that shows no waveform, where there is a reason. */
function reasonOf(clip: Clip, outline: Outline | undefined): string | null {
  if (clip.availability !== 'playable') return unavailabilityWords[clip.availability].title
  return outline?.state === 'impossible' ? noOutlineWords[outline.reason] : null
}

const isIn = ({ fromMs, toMs }: TimeWindow, ms: number) => ms >= fromMs && ms <= toMs

function Track({ engine, timeline, control, clips, side, outlines, strands = [], gain = 1, pauses = [] }: TrackProps) {
  const { durationMs } = timeline
  const { window } = control
  const hasSound = (clip: Clip) =>
    strands.some(({ startMs, endMs }) => startMs === clip.startMs && endMs === clip.endMs)
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: for the mouse alone; keys and screen readers have the slider above.
    // biome-ignore lint/a11y/useKeyWithClickEvents: as above.
    <div
      className={classes.track}
      data-side={side ?? undefined}
      onClick={(event) => {
        const box = event.currentTarget.getBoundingClientRect()
        if (box.width === 0) return
        engine.seek(window.fromMs + ((event.clientX - box.left) / box.width) * (window.toMs - window.fromMs))
      }}
    >
      <div className={classes.view}>
        <div className={classes.strip} style={stripOf(window, durationMs)}>
          {timeline.segments.slice(1).map((segment) => (
            <div key={segment.seq} className={classes.boundary} style={pointOf(segment.startMs, durationMs)} />
          ))}
          {clips
            .filter((clip) => isShown(clip, clips))
            .map((clip) => (
              <div
                key={clip.mediaId}
                className={classes.clip}
                data-availability={clip.availability}
                data-media-id={clip.mediaId}
                data-sound={hasSound(clip) || undefined}
                style={placeOf(clip.startMs, clip.endMs, durationMs)}
              >
                {!hasSound(clip) && reasonOf(clip, outlines?.get(clip.mediaId)) !== null && (
                  <span className={classes.reason}>{reasonOf(clip, outlines?.get(clip.mediaId))}</span>
                )}
              </div>
            ))}
        </div>
        {strands.length > 0 && <Waveform strands={strands} window={window} gain={gain} />}
        <div className={classes.strip} style={stripOf(window, durationMs)}>
          {pauses
            .filter((pause) => isIn(window, pause.startMs) || isIn(window, pause.endMs))
            .map((pause) => (
              <div
                key={`${pause.startMs} ${pause.mode} ${pause.lengthMs}`}
                className={classes.pause}
                data-mode={pause.mode}
                data-tip={pause.reason ?? undefined}
                style={
                  pause.mode === 'cut'
                    ? pointOf(pause.startMs, durationMs)
                    : placeOf(pause.startMs, pause.endMs, durationMs)
                }
              />
            ))}
        </div>
      </div>
    </div>
  )
}
