import { type RefObject, useEffect, useRef } from 'react'
import { useLocation } from 'wouter'

/**
 * Who made or deleted something is led to a list, where the button that was pressed is no more: the heading takes the focus.
 */
export function useHeadingFocus(): RefObject<HTMLHeadingElement | null> {
  const [location] = useLocation()
  const heading = useRef<HTMLHeadingElement>(null)
  const cameFrom = useRef(location)
  useEffect(() => {
    if (cameFrom.current !== location && document.activeElement === document.body) heading.current?.focus()
    cameFrom.current = location
  }, [location])
  return heading
}
