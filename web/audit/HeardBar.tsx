import { formatDuration, spokenDuration } from '../time/index.ts'
import classes from './HeardBar.module.css'
import { heardMs, joined, type Range } from './heard.ts'

type HeardBarProps = {
  ranges: readonly Range[]
  /** Of the recording; null while it is unknown. */
  durationMs: number | null
}

/** What was heard of a recording, as a bar over its length and in figures. */
export function HeardBar({ ranges, durationMs }: HeardBarProps) {
  const parts = joined(ranges)
  const end = Math.max(durationMs ?? 0, parts.at(-1)?.toMs ?? 0, 1)
  const stretches = parts.map(({ fromMs, toMs }) => `${formatDuration(fromMs)}–${formatDuration(toMs)}`).join(', ')
  if (parts.length === 0) return <span className={classes.none}>Nothing heard</span>
  return (
    <span className={classes.heard} data-tip={stretches}>
      <svg
        className={classes.bar}
        viewBox={`0 0 ${end} 1`}
        preserveAspectRatio="none"
        aria-hidden="true"
        focusable="false"
      >
        {parts.map(({ fromMs, toMs }) => (
          <rect key={fromMs} x={fromMs} y={0} width={Math.max(toMs - fromMs, end / 200)} height={1} />
        ))}
      </svg>
      <span className={classes.figure} aria-hidden="true">
        {formatDuration(heardMs(parts))}
      </span>
      <span className="visually-hidden">
        {spokenDuration(heardMs(parts))} heard: {stretches}
      </span>
    </span>
  )
}
