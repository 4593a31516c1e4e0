import { useEffect, useEffectEvent } from 'react'
import { createKeyMatcher } from './match.ts'
import type { ShortcutId } from './table.ts'

/** Gives `false` if it does not apply right now, so that the key goes on to whoever else wants it. */
type Handler = (event: KeyboardEvent) => unknown

const handlers = new Map<ShortcutId, Handler[]>()
const match = createKeyMatcher()

/** Where keys write text, or choose within a widget. A slider's and a radio's own arrows are nobody else's here. */
const ownKeys = [
  'input:not([type="radio"], [type="checkbox"], [type="range"])',
  'textarea',
  'select',
  '[contenteditable="true"]',
  '[role="menu"]',
  '[role="listbox"]',
  '[role="dialog"]',
].join(', ')

const isTakenElsewhere = (event: KeyboardEvent): boolean =>
  event.defaultPrevented ||
  event.isComposing ||
  document.querySelector('[role="dialog"][aria-modal="true"]') !== null ||
  (event.target instanceof Element && event.target.closest(ownKeys) !== null)

function onKeyDown(event: KeyboardEvent) {
  if (isTakenElsewhere(event)) return
  for (const id of match(event, event.timeStamp)) {
    const handler = handlers.get(id)?.at(-1)
    if (handler && handler(event) !== false) {
      event.preventDefault()
      // The player listens for some of the same keys.
      event.stopImmediatePropagation()
      return
    }
  }
}

// Before everybody else: a list that has the focus keeps its arrow keys from the player's volume.
if (typeof window !== 'undefined') window.addEventListener('keydown', onKeyDown, { capture: true })

/** Lets the page answer shortcuts of the table while it is shown; the page mounted last answers first. */
export function useShortcuts(answers: Partial<Record<ShortcutId, Handler>>): void {
  const answer = useEffectEvent((id: ShortcutId, event: KeyboardEvent) => answers[id]?.(event))
  const ids = Object.keys(answers).join(' ')

  useEffect(() => {
    // The keys of `answers`, by its type.
    const own = ids.split(' ') as ShortcutId[]
    const added = own.map((id) => {
      const handler: Handler = (event) => answer(id, event)
      handlers.set(id, [...(handlers.get(id) ?? []), handler])
      return [id, handler] as const
    })
    return () => {
      for (const [id, handler] of added)
        handlers.set(
          id,
          (handlers.get(id) ?? []).filter((other) => other !== handler),
        )
    }
  }, [ids])
}
