import { Popover } from '@mantine/core'
import { IconUsers } from '@tabler/icons-react'
import { useId, useState } from 'react'
import { IconButton } from '../ui/index.ts'
import classes from './Controls.module.css'
import { isAudible, type Side } from './engine/index.ts'
import { SideSwitches } from './SideSwitches.tsx'
import { type Engine, useSnapshot } from './usePlayback.ts'

/** The sides of the call where there is no place for lanes. */
export function SidesMenu({ engine, sides }: { engine: Engine; sides: readonly Side[] }) {
  const { mix } = useSnapshot(engine)
  const [isOpen, setIsOpen] = useState(false)
  const headingId = useId()
  const silent = sides.filter((side) => !isAudible(mix, side.key)).length
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
        <IconButton
          label={silent === 0 ? 'Sides' : `Sides, ${silent} of ${sides.length} muted`}
          icon={<IconUsers size={20} stroke={1.75} />}
          data-marked={silent > 0 || undefined}
          className={classes.marked}
          onClick={() => setIsOpen(!isOpen)}
        />
      </Popover.Target>
      <Popover.Dropdown aria-labelledby={headingId} className={classes.panel}>
        <div id={headingId} className={classes.panelTitle}>
          Sides
        </div>
        <ul className={classes.sides}>
          {sides.map((side, index) => (
            <li key={side.key} className={classes.side}>
              <span className={classes.sideName}>{side.label}</span>
              <SideSwitches engine={engine} side={side} index={index} />
            </li>
          ))}
        </ul>
      </Popover.Dropdown>
    </Popover>
  )
}
