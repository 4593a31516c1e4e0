import { lazy, type ReactNode, Suspense, useEffect, useState } from 'react'
import { guardLeaving, leaveAnyway } from '../places/index.ts'

const loadDialog = () => import('./LeaveDialog.tsx')
const LeaveDialog = lazy(loadDialog)

type Held = { go: () => void }

/**
 * Asks before a page with unsaved changes is left: by a link or a key of the dashboard, by the browser's Back and
 * Forward where it can hold them (https://developer.mozilla.org/docs/Web/API/NavigateEvent), and in the browser's own
 * words before the dashboard itself is left.
 * @returns the dialog, to be placed anywhere in the page
 */
export function useLeaveGuard(isDirty: boolean): ReactNode {
  const [held, setHeld] = useState<Held | null>(null)

  useEffect(() => {
    if (!isDirty) return
    // There when it is needed, however slow the network is by then.
    void loadDialog().catch(() => {})
    let isLeaving = false
    const listening = new AbortController()
    const { signal } = listening
    const unguard = guardLeaving((go) => {
      setHeld({ go })
      return true
    })
    addEventListener('beforeunload', (event) => event.preventDefault(), { signal })
    // Older browsers have none; there, Back leaves without a question.
    const browser: Navigation | undefined = window.navigation
    browser?.addEventListener(
      'navigate',
      (event) => {
        if (isLeaving || event.navigationType !== 'traverse' || !event.cancelable || event.hashChange) return
        event.preventDefault()
        const { key } = event.destination
        setHeld({
          go: () => {
            isLeaving = true
            browser.traverseTo(key)
          },
        })
      },
      { signal },
    )
    return () => {
      unguard()
      listening.abort()
    }
  }, [isDirty])

  if (!held) return null
  return (
    <Suspense fallback={null}>
      <LeaveDialog
        onStay={() => setHeld(null)}
        onLeave={() => {
          setHeld(null)
          leaveAnyway(held.go)
        }}
      />
    </Suspense>
  )
}
