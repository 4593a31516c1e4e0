import { IconCheck, IconCopy } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import { IconButton } from './IconButton.tsx'

/** Copies a value as it was sent, and says that it did. */
export function CopyButton({
  value,
  what,
  className,
}: {
  value: string
  what: string
  className?: string | undefined
}) {
  const [state, setState] = useState<'idle' | 'copied' | 'refused'>('idle')

  useEffect(() => {
    if (state === 'idle') return
    const timer = setTimeout(() => setState('idle'), 2_000)
    return () => clearTimeout(timer)
  }, [state])

  const label = { idle: `Copy ${what}`, copied: 'Copied', refused: 'The browser does not allow copying' }[state]
  return (
    <>
      <IconButton
        label={label}
        icon={state === 'copied' ? <IconCheck size={14} /> : <IconCopy size={14} />}
        className={className}
        onClick={(event) => {
          event.stopPropagation()
          // The clipboard is missing outside of secure contexts.
          const writing = navigator.clipboard?.writeText(value) ?? Promise.reject(new Error('no clipboard'))
          writing.then(
            () => setState('copied'),
            () => setState('refused'),
          )
        }}
      />
      <span className="visually-hidden" role="status">
        {state === 'idle' ? '' : label}
      </span>
    </>
  )
}
