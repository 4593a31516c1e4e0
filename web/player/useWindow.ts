import { useEffect, useRef, useState } from 'react'
import type { TimeWindow } from './outline.ts'
import { type Engine, useEachPosition } from './usePlayback.ts'
import { fitted, following, isWhole, leastWindowMs, panned, wholeOf, zoomed } from './zoom.ts'

export type WindowControl = {
  window: TimeWindow
  isWhole: boolean
  /** Nothing more can be shown, or nothing nearer. */
  isNearest: boolean
  /** @param aroundMs stays where it is; the position without it */
  zoom: (factor: number, aroundMs?: number) => void
  pan: (byMs: number) => void
  showAll: () => void
}

/** Which stretch of the recording the lanes show. It goes along with the position, unless somebody looks elsewhere. */
export function useWindow(engine: Engine, durationMs: number): WindowControl {
  const [window, setWindow] = useState(() => wholeOf(durationMs))
  const shownMs = useRef(durationMs)
  /** Somebody moved the window away from the position, and it waits until the position is in it again. */
  const isElsewhere = useRef(false)

  useEffect(() => {
    const before = shownMs.current
    shownMs.current = durationMs
    if (before !== durationMs) setWindow((current) => fitted(current, before, durationMs))
  }, [durationMs])

  const isPartial = !isWhole(window, durationMs)
  useEachPosition(engine, isPartial, (positionMs) => {
    if (positionMs >= window.fromMs && positionMs < window.toMs) isElsewhere.current = false
    if (!isElsewhere.current) setWindow((current) => following(current, positionMs, durationMs))
  })

  return {
    window,
    isWhole: !isPartial,
    isNearest: window.toMs - window.fromMs <= leastWindowMs || durationMs <= leastWindowMs,
    zoom: (factor, aroundMs = engine.positionMs) => {
      isElsewhere.current = false
      setWindow((current) => zoomed(current, factor, aroundMs, durationMs))
    },
    pan: (byMs) => {
      isElsewhere.current = true
      setWindow((current) => panned(current, byMs, durationMs))
    },
    showAll: () => setWindow(wholeOf(durationMs)),
  }
}
