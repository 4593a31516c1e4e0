import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react'

type Wanted = { key: string; takesFocus: boolean }

/** How a line further off is brought into view; `wanted` has to be drawn for that. */
export function useShown(box: RefObject<HTMLElement | null>) {
  const [wanted, setWanted] = useState<Wanted | null>(null)
  const isOurs = useRef(false)
  const [isFollowing, setIsFollowing] = useState(true)

  useLayoutEffect(() => {
    const list = box.current
    const line = wanted && list?.querySelector<HTMLElement>(`[data-line="${wanted.key}"]`)
    if (!wanted || !list || !line) return
    isOurs.current = true
    const [inner, outer] = [line.getBoundingClientRect(), list.getBoundingClientRect()]
    const isInSight = inner.top >= outer.top + 48 && inner.bottom <= outer.bottom - 48
    if (!isInSight) {
      const isStill = matchMedia('(prefers-reduced-motion: reduce)').matches
      const isFar = Math.abs(inner.top - outer.top) > 2 * outer.height
      const top = list.scrollTop + inner.top - outer.top - outer.height / 2 + inner.height / 2
      list.scrollTo({ top, behavior: isStill || isFar ? 'auto' : 'smooth' })
    }
    if (wanted.takesFocus) list.querySelector<HTMLElement>(`[data-go="${wanted.key}"]`)?.focus({ preventScroll: true })
  }, [box, wanted])

  // Whoever scrolls looks at something else: the list leaves off following.
  useEffect(() => {
    const list = box.current
    if (!list) return
    const leave = () => setIsFollowing(false)
    const listening = new AbortController()
    const options = { signal: listening.signal, passive: true }
    list.addEventListener('wheel', leave, options)
    list.addEventListener('touchmove', leave, options)
    list.addEventListener(
      'pointerdown',
      // On the scroll bar.
      (event) => {
        if (event.target === list && event.offsetX > list.clientWidth) leave()
      },
      options,
    )
    list.addEventListener(
      'keydown',
      ({ key }) => {
        if (['PageUp', 'PageDown', 'Home', 'End', 'ArrowUp', 'ArrowDown'].includes(key)) leave()
      },
      options,
    )
    return () => listening.abort()
  }, [box])

  return {
    wantedKey: wanted?.key ?? null,
    isFollowing,
    follow: () => setIsFollowing(true),
    show: (key: string, takesFocus = false) => setWanted({ key, takesFocus }),
  }
}
