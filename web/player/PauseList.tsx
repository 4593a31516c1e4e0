import { IconClockPause } from '@tabler/icons-react'
import { formatClock, type PauseMark, type Recording, speakDuration } from './engine/index.ts'
import classes from './PauseList.module.css'
import type { Engine } from './usePlayback.ts'

type PauseListProps = { id: string; engine: Engine; recording: Recording; marks: readonly PauseMark[] | null }

const modeWords: Record<PauseMark['mode'], string> = { cut: 'left out', silenced: 'silenced' }

/** What the marks of pauses on the timeline say, in words; each leads to its place. */
export function PauseList({ id, engine, recording, marks }: PauseListProps) {
  if (recording.pauses.length === 0) return null
  const count = recording.pauses.length
  return (
    <div id={id} className={classes.pauses}>
      <IconClockPause size={16} aria-hidden="true" />
      <span>
        The recorder paused {count === 1 ? 'once' : `${count} times`}
        {marks === null && '; where is not known, because the start of the recording is only an estimate'}
        {marks !== null && ':'}
      </span>
      {marks?.map((mark) => (
        <button
          key={`${mark.startMs} ${mark.mode} ${mark.lengthMs}`}
          type="button"
          className={classes.pause}
          data-mode={mark.mode}
          onClick={() => engine.seek(mark.startMs)}
        >
          {formatClock(mark.startMs)}
          {mark.mode === 'silenced' && ` – ${formatClock(mark.endMs)}`}, {speakDuration(mark.lengthMs)}{' '}
          {modeWords[mark.mode]}
          {mark.reason !== null && `: ${mark.reason}`}
        </button>
      ))}
    </div>
  )
}
