import { IconLayoutColumns, IconMaximize } from '@tabler/icons-react'
import { type RefObject, useState } from 'react'
import { IconButton } from '../ui/index.ts'
import type { View } from './engine/index.ts'
import classes from './Pictures.module.css'
import { toggleFullscreen } from './useCommands.ts'

type PicturesProps = {
  views: readonly View[]
  viewElements: Map<string, HTMLElement>
  /** Nothing was played yet. */
  isIdle: boolean
  root: RefObject<HTMLElement | null>
}

/** Video and screen side by side; a person chooses which is large. */
export function Pictures({ views, viewElements, isIdle, root }: PicturesProps) {
  const [largeKey, setLargeKey] = useState<string | null>(null)
  return (
    <div className={classes.pictures} data-layout={largeKey === null ? 'equal' : 'large'} data-count={views.length}>
      {views.map((view) => (
        <figure key={view.key} className={classes.view} data-large={view.key === largeKey || undefined}>
          <Stage view={view} viewElements={viewElements} isIdle={isIdle} />
          <figcaption className={classes.caption}>
            <span>{view.label}</span>
            <span className={classes.tools}>
              {views.length > 1 && (
                <IconButton
                  label={view.key === largeKey ? 'Side by side' : `Enlarge ${view.label}`}
                  aria-pressed={view.key === largeKey}
                  icon={view.key === largeKey ? <IconLayoutColumns size={16} /> : <Enlarge />}
                  onClick={() => setLargeKey(view.key === largeKey ? null : view.key)}
                />
              )}
              <IconButton
                label="Full screen"
                shortcut="F"
                icon={<IconMaximize size={16} />}
                onClick={() => {
                  if (views.length > 1) setLargeKey(view.key)
                  toggleFullscreen(root.current)
                }}
              />
            </span>
          </figcaption>
        </figure>
      ))}
    </div>
  )
}

function Enlarge() {
  return (
    <svg
      width="16"
      height="16"
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      aria-hidden="true"
    >
      <rect x="1.75" y="2.75" width="8.5" height="10.5" rx="1" fill="currentColor" fillOpacity="0.3" />
      <rect x="12.25" y="2.75" width="2" height="10.5" rx="1" />
    </svg>
  )
}

type StageProps = { view: View; viewElements: Map<string, HTMLElement>; isIdle: boolean }

/** The engine puts its video elements in here. */
export function Stage({ view, viewElements, isIdle }: StageProps) {
  return (
    <div className={classes.stage}>
      <div
        className={classes.slot}
        data-empty="true"
        ref={(element) => {
          if (!element) return
          viewElements.set(view.key, element)
          return () => {
            viewElements.delete(view.key)
          }
        }}
      />
      <span className={classes.nothing}>{isIdle ? 'Play to see the picture' : 'No picture at this time'}</span>
    </div>
  )
}
