import { IconArrowsHorizontal, IconZoomIn, IconZoomOut } from '@tabler/icons-react'
import { IconButton } from '../ui/index.ts'
import type { WindowControl } from './useWindow.ts'
import classes from './Zoom.module.css'

const factor = 2

/** How much of the call the lanes show. */
export function Zoom({ control }: { control: WindowControl }) {
  const { isWhole, isNearest, zoom, showAll } = control
  const all = isWhole ? 'all of the call is shown' : undefined
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms.
    <span role="group" aria-label="Zoom" className={classes.zoom}>
      <IconButton
        label="Zoom out"
        reason={all}
        icon={<IconZoomOut size={18} stroke={1.5} />}
        onClick={() => zoom(1 / factor)}
      />
      <IconButton
        label="Zoom in"
        reason={isNearest ? 'it is as near as it can be' : undefined}
        icon={<IconZoomIn size={18} stroke={1.5} />}
        onClick={() => zoom(factor)}
      />
      <IconButton
        label="Show all of the call"
        reason={all}
        icon={<IconArrowsHorizontal size={18} stroke={1.5} />}
        onClick={showAll}
      />
    </span>
  )
}
