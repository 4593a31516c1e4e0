import { IconSearch, IconX } from '@tabler/icons-react'
import type { Ref } from 'react'
import { shortcutWords } from '../keys/index.ts'
import { IconButton } from '../ui/index.ts'
import classes from './IdField.module.css'

type IdFieldProps = {
  text: string
  onChange: (text: string) => void
  onClear: () => void
  isBusy: boolean
  /** What the id turned out to be. */
  kind?: string | undefined
  ref?: Ref<HTMLInputElement> | undefined
}

/** The field for a session or call id; it belongs into a form. */
export function IdField({ text, onChange, onClear, isBusy, kind, ref }: IdFieldProps) {
  return (
    <div className={classes.field}>
      <IconSearch size={16} className={classes.icon} aria-hidden="true" />
      <input
        ref={ref}
        className={classes.input}
        aria-label="Session or call ID"
        placeholder="Session or call ID"
        value={text}
        maxLength={255}
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
        enterKeyHint="search"
        aria-busy={isBusy}
        onChange={(event) => onChange(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return
          onClear()
          event.currentTarget.blur()
        }}
      />
      {kind && <span className={classes.kind}>{kind}</span>}
      {text ? (
        <IconButton label="Clear the ID" icon={<IconX size={14} />} className={classes.clear} onClick={onClear} />
      ) : (
        <kbd className={classes.key}>{shortcutWords('find')}</kbd>
      )}
    </div>
  )
}
