import { lazy, Suspense, useSyncExternalStore } from 'react'

/** A short word on what happened, that goes away by itself. */
export type Notice = { title?: string; message: string; isFailure?: boolean }

const Notices = lazy(() => import('./Notices.tsx'))

let isWanted = false
const listeners = new Set<() => void>()

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Tells the person something. What shows it is loaded with the first notice, as most first views have none. */
export function notify(notice: Notice): void {
  isWanted = true
  for (const listener of listeners) listener()
  void import('./Notices.tsx').then(({ show }) => show(notice))
}

/** Where notices appear. */
export function NoticePlace() {
  const isShown = useSyncExternalStore(subscribe, () => isWanted)
  return (
    isShown && (
      <Suspense fallback={null}>
        <Notices />
      </Suspense>
    )
  )
}
