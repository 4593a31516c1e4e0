import type { ReactNode } from 'react'
import classes from './FullPage.module.css'
import { Mark } from './Mark.tsx'

/** A page that stands alone, without the top bar: before and after a session. */
export function FullPage({ children }: { children: ReactNode }) {
  return (
    <main className={classes.page}>
      <div className={classes.brand}>
        <Mark size={24} />
        Soundkeep
      </div>
      {children}
    </main>
  )
}
