import { Link } from 'wouter'
import type { RecordingSummary } from '../api/index.ts'
import { addresses } from '../places/index.ts'
import { useFormats, useTenant } from '../session/index.ts'
import { formatDuration, spokenDuration } from '../time/index.ts'
import { readableNumber } from '../ui/index.ts'
import { DirectionIcon } from './DirectionIcon.tsx'
import { MediaStatusBadge } from './MediaStatusBadge.tsx'
import classes from './RecordingLines.module.css'
import { partiesOf } from './words.ts'

type RecordingLinesProps = {
  recordings: readonly RecordingSummary[]
  /** For the history entries of their pages: which list they belong to. */
  state: unknown
}

/** A few recordings, a line each, that lead to their pages. */
export function RecordingLines({ recordings, state }: RecordingLinesProps) {
  const tenant = useTenant()
  const formats = useFormats()
  return (
    <ul className={classes.list}>
      {recordings.map((recording) => {
        const { id, startedAt, direction, agentName, agentId, durationMs, mediaStatus } = recording
        return (
          <li key={id}>
            <Link href={addresses.recording(tenant.id, id)} state={state} className={classes.line}>
              <time dateTime={startedAt} title={formats.fullTime(startedAt)} className={classes.time}>
                {formats.dateTime(startedAt)}
              </time>
              <DirectionIcon direction={direction} />
              <span className={classes.parties}>{partiesOf(recording, readableNumber)}</span>
              <MediaStatusBadge status={mediaStatus} />
              <span className={classes.agent}>{agentName ?? agentId}</span>
              <span className={classes.duration}>
                <span aria-hidden="true">{durationMs === null ? '—' : formatDuration(durationMs)}</span>
                {durationMs !== null && <span className="visually-hidden">{spokenDuration(durationMs)}</span>}
              </span>
            </Link>
          </li>
        )
      })}
    </ul>
  )
}
