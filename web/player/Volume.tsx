import { IconVolume, IconVolume2, IconVolumeOff } from '@tabler/icons-react'
import { IconButton } from '../ui/index.ts'
import classes from './Controls.module.css'
import { cssVariables } from './style.ts'
import { type Engine, useSnapshot } from './usePlayback.ts'

/** Loudness of everything, and a switch for it. */
export function Volume({ engine }: { engine: Engine }) {
  const { volume, isMuted } = useSnapshot(engine)
  const heard = isMuted ? 0 : volume
  const Icon = heard === 0 ? IconVolumeOff : heard < 0.5 ? IconVolume2 : IconVolume
  const percent = Math.round(heard * 100)
  return (
    <div className={classes.volume}>
      <IconButton
        label={isMuted ? 'Sound on' : 'Mute'}
        shortcut="M"
        icon={<Icon size={20} stroke={1.75} />}
        onClick={() => engine.setMuted(!isMuted)}
      />
      <input
        type="range"
        className={classes.range}
        aria-label="Volume"
        aria-valuetext={isMuted ? 'Muted' : `${percent}%`}
        min={0}
        max={100}
        step={5}
        value={percent}
        style={cssVariables({ '--filled': `${percent}%` })}
        onChange={(event) => {
          engine.setMuted(false)
          engine.setVolume(Number(event.currentTarget.value) / 100)
        }}
      />
    </div>
  )
}
