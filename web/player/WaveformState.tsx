import { Button } from '@mantine/core'
import { Delayed } from '../ui/index.ts'
import type { Outlines } from './Lanes.tsx'
import classes from './State.module.css'

type WaveformStateProps = { outlines: Outlines; refresh: (() => void) | undefined }

/** Says why there is no waveform yet. */
export function WaveformState({ outlines, refresh }: WaveformStateProps) {
  const states = [...outlines.values()].map(({ state }) => state)
  if (states.includes('late')) {
    return (
      <p className={classes.outline}>
        <span>The waveform is not ready yet.</span>
        {refresh && (
          <Button variant="default" size="xs" onClick={refresh}>
            Look again
          </Button>
        )}
      </p>
    )
  }
  if (!states.includes('pending')) return null
  return (
    <p className={classes.outline} role="status">
      <Delayed>The waveform is being made…</Delayed>
    </p>
  )
}
