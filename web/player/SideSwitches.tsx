import classes from './Controls.module.css'
import { type Side, toggled } from './engine/index.ts'
import { type Engine, useSnapshot } from './usePlayback.ts'

/** Mute and solo of one side, lettered as on a mixing desk. */
export function SideSwitches({ engine, side, index }: { engine: Engine; side: Side; index: number }) {
  const { mix } = useSnapshot(engine)
  const key = index < 9 ? ` (${index + 1})` : ''
  const soloKey = index < 9 ? ` (Shift ${index + 1})` : ''
  return (
    <span className={classes.switches}>
      <button
        type="button"
        className={classes.switch}
        aria-label={`Mute ${side.label}`}
        aria-pressed={mix.muted.has(side.key)}
        data-tip={`Mute ${side.label}${key}`}
        onClick={() => engine.setMix({ ...mix, muted: toggled(mix.muted, side.key) })}
      >
        M
      </button>
      <button
        type="button"
        className={classes.switch}
        aria-label={`Solo ${side.label}`}
        aria-pressed={mix.soloed.has(side.key)}
        data-tip={`Solo: hear only ${side.label}${soloKey}`}
        onClick={() => engine.setMix({ ...mix, soloed: toggled(mix.soloed, side.key) })}
      >
        S
      </button>
    </span>
  )
}
