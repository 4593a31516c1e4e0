import {
  IconPlayerPauseFilled,
  IconPlayerPlayFilled,
  IconRewindBackward10,
  IconRewindForward10,
} from '@tabler/icons-react'
import { IconButton } from '../ui/index.ts'
import { formatClock } from './engine/index.ts'
import { skipMs } from './keys.ts'
import classes from './Transport.module.css'
import { togglePlay } from './useCommands.ts'
import { type Engine, usePosition, useSnapshot } from './usePlayback.ts'

/** Back, play, forward. */
export function Transport({ engine }: { engine: Engine }) {
  const { status } = useSnapshot(engine)
  const isWaiting = status === 'loading' || status === 'buffering'
  const isOn = isWaiting || status === 'playing'
  const label = status === 'ended' ? 'Play again' : status === 'failed' ? 'Try again' : isOn ? 'Pause' : 'Play'
  return (
    <div className={classes.transport}>
      <IconButton
        label="10 seconds back"
        shortcut="←"
        icon={<IconRewindBackward10 size={20} stroke={1.75} />}
        onClick={() => engine.seek(engine.positionMs - skipMs)}
      />
      <button
        type="button"
        className={classes.play}
        aria-label={label}
        data-tip={`${label} (Space)`}
        data-waiting={isWaiting || undefined}
        onClick={() => togglePlay(engine)}
      >
        {isOn ? <IconPlayerPauseFilled size={18} /> : <IconPlayerPlayFilled size={18} />}
      </button>
      <IconButton
        label="10 seconds forward"
        shortcut="→"
        icon={<IconRewindForward10 size={20} stroke={1.75} />}
        onClick={() => engine.seek(engine.positionMs + skipMs)}
      />
    </div>
  )
}

/** Position and length. */
export function Time({ engine, totalClassName = '' }: { engine: Engine; totalClassName?: string }) {
  const positionMs = usePosition(engine, 1000)
  const { timeline } = useSnapshot(engine)
  return (
    <span className={classes.time}>
      <span className={classes.now}>{formatClock(positionMs)}</span>
      <span className={`${classes.total} ${totalClassName}`}>
        <span className={classes.slash}> / </span>
        {timeline.isExact ? '' : 'about '}
        {formatClock(timeline.durationMs)}
      </span>
    </span>
  )
}
