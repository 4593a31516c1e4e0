import { useEffect, useRef, useState } from 'react'
import { announcementOf } from './announcements.ts'
import type { Side } from './engine/index.ts'
import classes from './Player.module.css'
import { type Engine, useSnapshot } from './usePlayback.ts'

/** Short waits are no news. */
const settleMs = 300

/** Tells screen readers of changes of state, each once, and never of passing seconds. */
export function Announcer({ engine, sides }: { engine: Engine; sides: readonly Side[] }) {
  const snapshot = useSnapshot(engine)
  const told = useRef(snapshot)
  const [news, setNews] = useState('')

  useEffect(() => {
    const timer = setTimeout(() => {
      const announcement = announcementOf(told.current, snapshot, sides)
      told.current = snapshot
      if (announcement !== null) setNews(announcement)
    }, settleMs)
    return () => clearTimeout(timer)
  }, [snapshot, sides])

  return (
    <div role="status" aria-live="polite" className={classes.unseen}>
      {news}
    </div>
  )
}
