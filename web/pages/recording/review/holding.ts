/** So long before the review is free, whoever holds it is asked whether they still do something. */
const aheadMs = 10 * 60_000

/**
 * Renews once before a held review becomes free, if the person does something or the player plays, now or later.
 * @param heldUntil as the server says
 * @returns ends it
 */
export function renewWhileActive(heldUntil: string, renew: () => void): () => void {
  const listening = new AbortController()
  const { signal } = listening
  const timer = setTimeout(
    () => {
      const isPlaying = document.querySelector('[data-playing="true"]') !== null
      if (isPlaying) return renew()
      const act = () => {
        listening.abort()
        renew()
      }
      for (const kind of ['pointerdown', 'keydown'] as const) addEventListener(kind, act, { signal, capture: true })
    },
    Math.max(0, Date.parse(heldUntil) - Date.now() - aheadMs),
  )
  return () => {
    clearTimeout(timer)
    listening.abort()
  }
}
