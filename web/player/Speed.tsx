import { Popover } from '@mantine/core'
import { useId, useState } from 'react'
import classes from './Controls.module.css'
import { rateLimits } from './engine/index.ts'
import { speedLabel, speeds } from './speeds.ts'
import { cssVariables } from './style.ts'
import { type Engine, useSnapshot } from './usePlayback.ts'

/** Speed from 0.5 to 3: the usual ones at a click, any other by the slider. The pitch stays. */
export function Speed({ engine }: { engine: Engine }) {
  const { rate } = useSnapshot(engine)
  const [isOpen, setIsOpen] = useState(false)
  const headingId = useId()
  const part = ((rate - rateLimits.slowest) / (rateLimits.fastest - rateLimits.slowest)) * 100
  return (
    <Popover
      opened={isOpen}
      onChange={setIsOpen}
      position="top-end"
      trapFocus
      returnFocus
      width={232}
      shadow="md"
      transitionProps={{ duration: 80 }}
    >
      <Popover.Target>
        <button
          type="button"
          className={classes.textButton}
          aria-label={`Speed: ${speedLabel(rate)}`}
          data-tip="Speed (< and >)"
          onClick={() => setIsOpen(!isOpen)}
        >
          {speedLabel(rate)}
        </button>
      </Popover.Target>
      <Popover.Dropdown aria-labelledby={headingId} className={classes.panel}>
        <div id={headingId} className={classes.panelTitle}>
          Speed <output>{speedLabel(rate)}</output>
        </div>
        <input
          type="range"
          className={classes.range}
          aria-label="Speed"
          aria-valuetext={speedLabel(rate)}
          min={rateLimits.slowest}
          max={rateLimits.fastest}
          step={0.05}
          value={rate}
          style={cssVariables({ '--filled': `${part}%` })}
          onChange={(event) => engine.setRate(Number(event.currentTarget.value))}
        />
        <div className={classes.presets}>
          {speeds.map((speed) => (
            <button
              key={speed}
              type="button"
              className={classes.preset}
              aria-pressed={speed === rate}
              onClick={() => {
                engine.setRate(speed)
                setIsOpen(false)
              }}
            >
              {speedLabel(speed)}
            </button>
          ))}
        </div>
      </Popover.Dropdown>
    </Popover>
  )
}
