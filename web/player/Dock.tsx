import '@mantine/core/styles/Button.layer.css'
import '@mantine/core/styles/Popover.layer.css'
import { IconVideo } from '@tabler/icons-react'
import { useState } from 'react'
import { IconButton } from '../ui/index.ts'
import classes from './Dock.module.css'
import type { FaceProps } from './Page.tsx'
import { Stage } from './Pictures.tsx'
import { SeekBar } from './SeekBar.tsx'
import { SidesMenu } from './SidesMenu.tsx'
import { Speed } from './Speed.tsx'
import { State } from './State.tsx'
import { Time, Transport } from './Transport.tsx'
import { Volume } from './Volume.tsx'

/** The player in one line, with its pictures above it where one wants them. */
export function Dock({ engine, snapshot, sides, views, viewElements }: FaceProps) {
  const [hasPictures, setHasPictures] = useState(true)
  return (
    <div className={classes.dock}>
      {views.length > 0 && (
        <div className={classes.pictures} data-open={hasPictures}>
          {views.map((view) => (
            <figure key={view.key} className={classes.picture} aria-label={view.label}>
              <Stage view={view} viewElements={viewElements} isIdle={snapshot.status === 'idle'} />
            </figure>
          ))}
        </div>
      )}
      <Transport engine={engine} />
      <Time engine={engine} totalClassName={classes.total} />
      <div className={classes.seek}>
        <SeekBar engine={engine} pauses={[]} />
      </div>
      <State engine={engine} snapshot={snapshot} />
      <div className={classes.tools}>
        <Speed engine={engine} />
        {sides.length > 1 && <SidesMenu engine={engine} sides={sides} />}
        {views.length > 0 && (
          <IconButton
            label={hasPictures ? 'Hide the picture' : 'Show the picture'}
            aria-pressed={hasPictures}
            icon={<IconVideo size={20} stroke={1.75} />}
            onClick={() => setHasPictures(!hasPictures)}
          />
        )}
        <div className={classes.volume}>
          <Volume engine={engine} />
        </div>
      </div>
    </div>
  )
}
