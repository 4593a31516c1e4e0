import { type KeyboardEvent, type PointerEvent, useEffect, useRef, useState } from 'react'
import { formatClock, type PauseMark, segmentAt, speakDuration } from './engine/index.ts'
import { skipMs } from './keys.ts'
import classes from './SeekBar.module.css'
import { placeOf, pointOf } from './style.ts'
import { type Engine, useEachPosition, useSnapshot } from './usePlayback.ts'

const pageMs = 60_000

const keySteps: Partial<Record<string, { plain: number; shift: number }>> = {
  ArrowRight: { plain: skipMs, shift: 1000 },
  ArrowUp: { plain: skipMs, shift: 1000 },
  ArrowLeft: { plain: -skipMs, shift: -1000 },
  ArrowDown: { plain: -skipMs, shift: -1000 },
  PageUp: { plain: pageMs, shift: pageMs },
  PageDown: { plain: -pageMs, shift: -pageMs },
}

type SeekBarProps = { engine: Engine; pauses: readonly PauseMark[]; describedBy?: string | undefined }

/** The position over the whole recording: a slider with what is loaded, where segments meet and where the recorder paused. */
export function SeekBar({ engine, pauses, describedBy }: SeekBarProps) {
  const { timeline, loaded, status } = useSnapshot(engine)
  const { durationMs, segments } = timeline
  const bar = useRef<HTMLDivElement>(null)
  const [hover, setHover] = useState<number | null>(null)
  const [isDragging, setIsDragging] = useState(false)
  const frame = useRef(0)
  const isUserMove = useRef(false)
  // The first words only; later ones are written to the element, and drawing again must not undo them.
  const [firstText] = useState(() => `0 seconds of ${speakDuration(durationMs)}`)

  useEffect(() => () => cancelAnimationFrame(frame.current), [])

  // Written to the element at each second, and not at all while it has the focus and plays: a screen reader would read
  // every change of the slider it stands on.
  useEachPosition(engine, false, (positionMs) => {
    const element = bar.current
    if (!element) return
    const text = `${speakDuration(positionMs)} of ${speakDuration(durationMs)}`
    if (element.ariaValueText === text) return
    if (element === document.activeElement && engine.getSnapshot().status === 'playing' && !isUserMove.current) return
    isUserMove.current = false
    element.ariaValueNow = String(Math.floor(positionMs / 1000))
    element.ariaValueText = text
  })

  const positionAt = (event: PointerEvent) => {
    const box = bar.current?.getBoundingClientRect()
    if (!box || box.width === 0) return 0
    return Math.min(1, Math.max(0, (event.clientX - box.left) / box.width)) * durationMs
  }
  const seek = (positionMs: number) => {
    isUserMove.current = true
    engine.seek(positionMs)
  }
  const onPointerDown = (event: PointerEvent<HTMLDivElement>) => {
    if (event.button !== 0) return
    event.currentTarget.setPointerCapture(event.pointerId)
    setIsDragging(true)
    engine.setScrubbing(true)
    seek(positionAt(event))
  }
  const onPointerMove = (event: PointerEvent<HTMLDivElement>) => {
    const positionMs = positionAt(event)
    setHover(positionMs)
    if (!isDragging) return
    cancelAnimationFrame(frame.current)
    frame.current = requestAnimationFrame(() => seek(positionMs))
  }
  const onPointerEnd = (event: PointerEvent<HTMLDivElement>) => {
    if (!isDragging) return
    cancelAnimationFrame(frame.current)
    if (event.type === 'pointerup') seek(positionAt(event))
    setIsDragging(false)
    engine.setScrubbing(false)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const step = keySteps[event.key]
    if (step) seek(engine.positionMs + (event.shiftKey ? step.shift : step.plain))
    else if (event.key === 'Home') seek(0)
    else if (event.key === 'End') seek(durationMs)
    else return
    event.preventDefault()
  }

  return (
    <div
      ref={bar}
      className={classes.bar}
      data-dragging={isDragging || undefined}
      role="slider"
      tabIndex={0}
      aria-label="Position"
      aria-describedby={describedBy}
      aria-valuemin={0}
      aria-valuemax={Math.ceil(durationMs / 1000)}
      aria-valuenow={0}
      aria-valuetext={firstText}
      aria-busy={status === 'buffering' || status === 'loading'}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={onPointerEnd}
      onPointerCancel={onPointerEnd}
      onPointerLeave={() => setHover(null)}
      onKeyDown={onKeyDown}
    >
      <div className={classes.rail}>
        {loaded.map((span) => (
          <div key={span.startMs} className={classes.loaded} style={placeOf(span.startMs, span.endMs, durationMs)} />
        ))}
        <div className={classes.played} />
        {segments.slice(1).map((segment) => (
          <div key={segment.seq} className={classes.boundary} style={pointOf(segment.startMs, durationMs)} />
        ))}
        {pauses.map((pause) => (
          <div
            key={`${pause.startMs} ${pause.mode} ${pause.lengthMs}`}
            className={pause.mode === 'cut' ? classes.cut : classes.silenced}
            style={
              pause.mode === 'cut'
                ? pointOf(pause.startMs, durationMs)
                : placeOf(pause.startMs, pause.endMs, durationMs)
            }
          />
        ))}
      </div>
      <div className={classes.thumb} />
      {hover !== null && durationMs > 0 && (
        <div className={classes.bubble} style={pointOf(hover, durationMs)} aria-hidden="true">
          {formatClock(hover)}
          {segments.length > 1 && ` · Segment ${segmentAt(timeline, hover)?.seq}`}
        </div>
      )}
    </div>
  )
}
