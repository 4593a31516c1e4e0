import { type KeyboardEvent, type ReactNode, useEffect, useRef } from 'react'
import { useLocation } from 'wouter'
import type { RecordingTab } from '../../places/index.ts'
import classes from './Tabs.module.css'

const names: Record<RecordingTab, string> = {
  segments: 'Segments',
  transcript: 'Transcript',
  review: 'Review',
  'custom-data': 'Custom data',
  details: 'Details',
  participants: 'Participants',
  metadata: 'Session metadata',
  access: 'Access',
}

type TabsProps = {
  shown: readonly RecordingTab[]
  selected: RecordingTab
  addressOf: (tab: RecordingTab) => string
  /** History state that every tab's entry carries on. */
  state: unknown
  children: ReactNode
}

const steps: Record<string, (index: number, count: number) => number> = {
  ArrowRight: (index, count) => (index + 1) % count,
  ArrowLeft: (index, count) => (index - 1 + count) % count,
  Home: () => 0,
  End: (_, count) => count - 1,
}

/** Tabs whose choice is in the address (pattern: https://www.w3.org/WAI/ARIA/apg/patterns/tabs/). */
export function Tabs({ shown, selected, addressOf, state, children }: TabsProps) {
  const [, navigate] = useLocation()
  const list = useRef<HTMLDivElement>(null)
  // The chosen one is in sight, and the page stays where it is.
  useEffect(() => {
    const bar = list.current
    const tab = bar?.querySelector<HTMLElement>(`[data-tab="${selected}"]`)
    if (!bar || !tab) return
    const left = tab.offsetLeft - bar.offsetLeft
    const isInSight = left >= bar.scrollLeft && left + tab.offsetWidth <= bar.scrollLeft + bar.clientWidth
    if (!isInSight) bar.scrollLeft = left
  }, [selected])

  const select = (tab: RecordingTab) => navigate(addressOf(tab), { replace: true, state })

  const onKeyDown = (event: KeyboardEvent) => {
    const step = steps[event.key]
    const next = step && shown[step(shown.indexOf(selected), shown.length)]
    if (!next) return
    event.preventDefault()
    event.stopPropagation()
    select(next)
    list.current?.querySelector<HTMLElement>(`[data-tab="${next}"]`)?.focus()
  }

  return (
    <>
      <div ref={list} role="tablist" aria-label="Recording" className={classes.list} onKeyDown={onKeyDown}>
        {shown.map((tab) => (
          <button
            key={tab}
            id={`tab-${tab}`}
            type="button"
            role="tab"
            data-tab={tab}
            aria-selected={tab === selected}
            aria-controls="tab-panel"
            tabIndex={tab === selected ? 0 : -1}
            className={classes.tab}
            onClick={() => select(tab)}
          >
            {names[tab]}
          </button>
        ))}
      </div>
      <div id="tab-panel" role="tabpanel" aria-labelledby={`tab-${selected}`} className={classes.panel}>
        {children}
      </div>
    </>
  )
}
