import { IconHistory, IconPencil, IconTrash } from '@tabler/icons-react'
import { memo } from 'react'
import { IconButton } from '../../../ui/index.ts'
import { clock } from '../clock.ts'
import classes from './Lines.module.css'
import type { Line, Match } from './lines.ts'

export type RowDeeds = {
  seek: (line: Line) => void
  edit: (line: Line) => void
  remove: (line: Line) => void
  tellHistory: (line: Line) => void
}

type RowProps = {
  line: Line
  deeds: RowDeeds
  isLit: boolean
  /** The keys go to this one. */
  isCurrent: boolean
  mayEdit: boolean
  matches: readonly Match[]
  /** The match that one has come to. */
  current: Match | undefined
}

/** One line: its time leads there, its buttons are about it. */
export const Row = memo(function Row({ line, deeds, isLit, isCurrent, mayEdit, matches, current }: RowProps) {
  const { cue, startMs, key } = line
  const tabIndex = isCurrent ? 0 : -1
  const time = startMs === null ? null : clock(startMs)
  return (
    // The button within does the same for keys and screen readers.
    // biome-ignore lint/a11y/useKeyWithClickEvents: see above
    <li
      className={classes.line}
      data-line={key}
      data-lit={isLit || undefined}
      aria-current={isLit ? 'true' : undefined}
      onClick={(event) => {
        const isOnButton = event.target instanceof Element && event.target.closest('button') !== null
        // Whoever marks words wants to copy them.
        if (isOnButton || String(getSelection()) !== '') return
        deeds.seek(line)
        event.currentTarget.querySelector('button')?.focus({ preventScroll: true })
      }}
    >
      <button
        type="button"
        className={classes.time}
        tabIndex={tabIndex}
        data-go={key}
        aria-label={time === null ? 'Line without a time' : `Go to ${time}`}
        aria-disabled={time === null || undefined}
        onClick={() => deeds.seek(line)}
      >
        {time ?? '–:––'}
      </button>
      <div className={classes.said}>
        {cue.speaker !== null && <span className={classes.speaker}>{cue.speaker}</span>}
        <span className={classes.text}>{matches.length === 0 ? cue.text : marked(cue.text, matches, current)}</span>
      </div>
      <div className={classes.deeds}>
        {mayEdit && (
          <IconButton
            label="Edit this line"
            tabIndex={tabIndex}
            icon={<IconPencil size={16} stroke={1.75} />}
            onClick={() => deeds.edit(line)}
          />
        )}
        <IconButton
          label="History of this line"
          tabIndex={tabIndex}
          icon={<IconHistory size={16} stroke={1.75} />}
          onClick={() => deeds.tellHistory(line)}
        />
        {mayEdit && (
          <IconButton
            label="Remove this line"
            tabIndex={tabIndex}
            icon={<IconTrash size={16} stroke={1.75} />}
            onClick={() => deeds.remove(line)}
          />
        )}
      </div>
    </li>
  )
})

function marked(text: string, matches: readonly Match[], current: Match | undefined) {
  const parts = matches.flatMap((match, index) => [
    text.slice(matches[index - 1]?.to ?? 0, match.from),
    <mark key={match.from} className={classes.match} data-current={match === current || undefined}>
      {text.slice(match.from, match.to)}
    </mark>,
  ])
  return [...parts, text.slice(matches.at(-1)?.to ?? 0)]
}
