import { type Clip, isAudible, type Side, type Timeline, unavailabilityWords, type View } from './engine/index.ts'
import classes from './Lanes.module.css'
import { SideSwitches } from './SideSwitches.tsx'
import { placeOf, pointOf } from './style.ts'
import { type Engine, useSnapshot } from './usePlayback.ts'

type LanesProps = { engine: Engine; sides: readonly Side[]; views: readonly View[] }

/** A lane for each voice and each picture: where in the call it is there, and the switches of its sound. */
export function Lanes({ engine, sides, views }: LanesProps) {
  const { mix, timeline } = useSnapshot(engine)
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
            <Track engine={engine} timeline={timeline} clips={clips} side={side.key} />
          </div>
        )
      })}
      {views.map((view) => (
        <div key={view.key} className={classes.lane} data-slim="true" data-heard="true">
          <div className={classes.head}>
            <span className={classes.name}>{view.label}</span>
          </div>
          <Track
            engine={engine}
            timeline={timeline}
            clips={timeline.clips.filter((clip) => clip.viewKey === view.key)}
            side={null}
          />
        </div>
      ))}
    </>
  )
}

/** Of files that do not play and stand at one place the first is drawn; all are in the list below. */
function isShown(clip: Clip, clips: readonly Clip[]): boolean {
  if (clip.availability === 'playable') return true
  return clips.find((other) => other.startMs === clip.startMs && other.availability !== 'playable') === clip
}

type TrackProps = { engine: Engine; timeline: Timeline; clips: readonly Clip[]; side: string | null }

function Track({ engine, timeline, clips, side }: TrackProps) {
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: for the mouse alone; keys and screen readers have the slider above.
    // biome-ignore lint/a11y/useKeyWithClickEvents: as above.
    <div
      className={classes.track}
      data-side={side ?? undefined}
      onClick={(event) => {
        const box = event.currentTarget.getBoundingClientRect()
        if (box.width > 0) engine.seek(((event.clientX - box.left) / box.width) * timeline.durationMs)
      }}
    >
      {timeline.segments.slice(1).map((segment) => (
        <div key={segment.seq} className={classes.boundary} style={pointOf(segment.startMs, timeline.durationMs)} />
      ))}
      {clips
        .filter((clip) => isShown(clip, clips))
        .map((clip) => (
          <div
            key={clip.mediaId}
            className={classes.clip}
            data-availability={clip.availability}
            data-media-id={clip.mediaId}
            style={placeOf(clip.startMs, clip.endMs, timeline.durationMs)}
          >
            {clip.availability !== 'playable' && (
              <span className={classes.reason}>{unavailabilityWords[clip.availability].title}</span>
            )}
          </div>
        ))}
    </div>
  )
}
