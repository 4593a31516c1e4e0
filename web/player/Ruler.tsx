import { useEffect, useRef, useState } from 'react'
import { formatTick, rulerTicks, type Timeline } from './engine/index.ts'
import type { TimeWindow } from './outline.ts'
import classes from './Ruler.module.css'
import { pointOf } from './style.ts'

const tickPx = 88
/** Place that the name of a segment takes. */
const namePx = 80

type RulerProps = { timeline: Timeline; window: TimeWindow }

/** Times over the lanes, as many as the width bears, and where each segment begins. */
export function Ruler({ timeline, window }: RulerProps) {
  const ruler = useRef<HTMLDivElement>(null)
  const [widthPx, setWidthPx] = useState(tickPx * 6)
  useEffect(() => {
    const element = ruler.current
    if (!element) return
    const observer = new ResizeObserver(() => setWidthPx(element.clientWidth))
    observer.observe(element)
    return () => observer.disconnect()
  }, [])

  const { segments } = timeline
  const { fromMs, toMs } = window
  const spanMs = Math.max(1, toMs - fromMs)
  const [, stepMs = spanMs] = rulerTicks(spanMs, Math.max(1, Math.floor(widthPx / tickPx)))
  const firstMs = Math.ceil(fromMs / stepMs) * stepMs
  const ticks = Array.from(
    { length: Math.floor((toMs - firstMs) / stepMs) + 1 },
    (_, index) => firstMs + index * stepMs,
  )
  // A label near the end would stick out.
  const labelled = ticks.filter((ms) => (widthPx * (toMs - ms)) / spanMs > 32)
  const named: Timeline['segments'][number][] = []
  for (const segment of segments) {
    const sinceMs = segment.startMs - (named.at(-1)?.startMs ?? Number.NEGATIVE_INFINITY)
    const isInView = segment.startMs >= fromMs && segment.startMs < toMs
    if (isInView && (sinceMs / spanMs) * widthPx >= namePx) named.push(segment)
  }
  return (
    <div ref={ruler} className={classes.ruler} aria-hidden="true">
      {segments.length > 1 && (
        <div className={classes.segments}>
          {named.map((segment) => (
            <span key={segment.seq} className={classes.segment} style={pointOf(segment.startMs - fromMs, spanMs)}>
              Segment {segment.seq}
            </span>
          ))}
        </div>
      )}
      <div className={classes.ticks}>
        {labelled.map((ms) => (
          <span key={ms} className={classes.tick} style={pointOf(ms - fromMs, spanMs)}>
            {formatTick(ms)}
          </span>
        ))}
      </div>
    </div>
  )
}
