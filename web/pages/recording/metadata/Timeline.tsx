import type { SegmentParticipants } from '../../../api/index.ts'
import { formatDuration } from '../../../time/index.ts'
import classes from './Timeline.module.css'
import { type Bar, type Row, rowsOf, stepsOf, windowOf } from './timeline.ts'
import { nameOf } from './words.ts'

/**
 * Who was in the call when, and beneath each of them the streams that they sent. The same is in the table below, so that the
 * picture itself is passed over by screen readers.
 */
export function Timeline({ view }: { view: SegmentParticipants }) {
  const window = windowOf(view)
  if (!window) return <p className={classes.none}>The recorder gave no times: who was there when is not known.</p>
  const rows = rowsOf(view, window)
  const steps = stepsOf(window)
  const lengthMs = window.endMs - window.startMs
  const has = (kind: Bar['kind']) => rows.some(({ bars }) => bars.some((bar) => bar.kind === kind))
  return (
    <div className={classes.picture} aria-hidden="true">
      <div className={classes.rows}>
        {rows.map((row) => (
          <RowLine key={row.key} row={row} />
        ))}
        <div className={classes.row}>
          <span />
          <div className={classes.scale}>
            {steps.map((step) => (
              <span key={step} className={classes.step} style={{ left: `${(100 * step) / lengthMs}%` }}>
                {formatDuration(step)}
              </span>
            ))}
          </div>
        </div>
      </div>
      <ul className={classes.legend}>
        <li>
          <span className={classes.sample} data-kind="present" /> in the call
        </li>
        {has('hold') && (
          <li>
            <span className={classes.sample} data-kind="hold" /> on hold: there, sending nothing
          </li>
        )}
        {has('sends') && (
          <li>
            <span className={classes.sample} data-kind="sends" /> stream sent
          </li>
        )}
      </ul>
    </div>
  )
}

function RowLine({ row: { participant, stream, bars } }: { row: Row }) {
  return (
    <div className={classes.row} data-is-stream={stream !== null}>
      <span className={classes.label} title={stream === null ? nameOf(participant) : stream.id}>
        {stream === null
          ? nameOf(participant)
          : [stream.label === null ? null : `label ${stream.label}`, stream.kind ?? 'stream']
              .filter((word) => word !== null)
              .join(' · ')}
      </span>
      <div className={classes.track}>
        {bars.map((bar) => (
          <span
            key={`${bar.kind} ${bar.left}`}
            className={classes.bar}
            data-kind={bar.kind}
            data-is-open-left={bar.isOpenLeft}
            data-is-open-right={bar.isOpenRight}
            style={{ left: `${bar.left}%`, width: `${bar.width}%` }}
          />
        ))}
      </div>
    </div>
  )
}
