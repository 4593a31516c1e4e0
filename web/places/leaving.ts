type Go = () => void
/** Gives `false` to let the person go; else it asks, and goes if they still want to. */
type Guard = (go: Go) => boolean

let guard: Guard | undefined

/**
 * Lets a page hold back whoever would leave it, until they say so. One page at a time.
 * @returns takes the guard away
 */
export function guardLeaving(next: Guard): () => void {
  guard = next
  return () => {
    if (guard === next) guard = undefined
  }
}

/** Every change of address that the dashboard makes goes through here; the browser's own Back and Forward do not. */
export function askBeforeLeaving<Options>(
  navigate: (to: string, options?: Options) => void,
  to: string,
  options?: Options,
): void {
  const go = () => navigate(to, options)
  if (!guard?.(go)) go()
}

/** Goes without asking: what the page held is saved, or is not wanted any more. */
export function leaveAnyway(go: Go): void {
  const held = guard
  guard = undefined
  try {
    go()
  } finally {
    guard = held
  }
}
