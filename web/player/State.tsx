import { Button } from '@mantine/core'
import type { PlaybackSnapshot } from './engine/index.ts'
import classes from './State.module.css'
import type { Engine } from './usePlayback.ts'

/** What is the matter, where something is. */
export function State({ engine, snapshot }: { engine: Engine; snapshot: PlaybackSnapshot }) {
  if (snapshot.status === 'failed') {
    return (
      <span className={classes.failed}>
        <span>Playing stopped: a file could not be loaded.</span>
        <Button variant="default" size="xs" onClick={() => engine.retry()}>
          Try again
        </Button>
      </span>
    )
  }
  if (snapshot.isBlocked) return <span className={classes.state}>The browser held back the sound. Press Play.</span>
  if (snapshot.status === 'buffering') return <span className={classes.late}>Waiting for data…</span>
  if (snapshot.status === 'loading') return <span className={classes.late}>Loading…</span>
  return null
}
