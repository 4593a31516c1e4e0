import { type ReactNode, useEffect, useState } from 'react'

/** Shows its children only if it is still there after 200 ms: a wait shorter than that is better not shown. */
export function Delayed({ children }: { children: ReactNode }) {
  const [isDue, setIsDue] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setIsDue(true), 200)
    return () => clearTimeout(timer)
  }, [])
  return isDue ? children : null
}
