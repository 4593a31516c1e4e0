import { IconChevronDown, IconChevronUp, IconSearch } from '@tabler/icons-react'
import type { KeyboardEvent } from 'react'
import { IconButton } from '../../../ui/index.ts'
import classes from './Transcript.module.css'
import type { useFind } from './useFind.ts'

type FindBarProps = { find: ReturnType<typeof useFind>; show: (key: string) => void }

/** Finds words in the transcript: Enter leads to the next place, Shift and Enter to the one before. */
export function FindBar({ find, show }: FindBarProps) {
  const { words, matches, place } = find
  const step = (by: 1 | -1) => {
    const match = find.step(by)
    if (match) show(match.key)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    event.stopPropagation()
    if (event.key === 'Enter') step(event.shiftKey ? -1 : 1)
    else if (event.key === 'Escape') find.setWords('')
  }
  const count = matches.length === 0 ? 'Not found' : `${place + 1} of ${matches.length}`
  return (
    // biome-ignore lint/a11y/useSemanticElements: <search> is not yet everywhere
    <div role="search" aria-label="In the transcript" className={classes.find}>
      <IconSearch size={16} stroke={1.75} aria-hidden="true" />
      <input
        type="search"
        className={classes.findInput}
        placeholder="Find in the transcript"
        aria-label="Find in the transcript"
        value={words}
        maxLength={200}
        onChange={(event) => {
          find.setWords(event.currentTarget.value)
        }}
        onKeyDown={onKeyDown}
      />
      <span className={classes.count} role="status">
        {words.trim() !== '' && count}
      </span>
      <IconButton
        label="Previous place"
        shortcut="Shift Enter"
        reason={matches.length === 0 ? 'Nothing is found' : undefined}
        icon={<IconChevronUp size={16} stroke={1.75} />}
        onClick={() => step(-1)}
      />
      <IconButton
        label="Next place"
        shortcut="Enter"
        reason={matches.length === 0 ? 'Nothing is found' : undefined}
        icon={<IconChevronDown size={16} stroke={1.75} />}
        onClick={() => step(1)}
      />
    </div>
  )
}
