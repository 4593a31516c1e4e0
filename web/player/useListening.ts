import { useEffect, useLayoutEffect, useRef } from 'react'
import { HeardStretches } from './heard.ts'
import type { Engine } from './usePlayback.ts'

export type HeardRange = { fromMs: number; toMs: number }

/** While something plays on, what was heard is said so often. */
const reportEveryMs = 30_000

/** Says what was heard: at each pause, at the end, now and then while it plays, and when the page is left. */
export function useListening(engine: Engine, report: (ranges: HeardRange[]) => void): void {
  const latest = useRef(report)
  useLayoutEffect(() => {
    latest.current = report
  })

  useEffect(() => {
    const heard = new HeardStretches()
    const look = () => {
      const { status, rate } = engine.getSnapshot()
      heard.look({ positionMs: engine.positionMs, nowMs: performance.now(), isPlaying: status === 'playing', rate })
    }
    const say = () => {
      look()
      const ranges = heard.take()
      if (ranges.length > 0) latest.current(ranges)
    }
    let wasPlaying = false
    const unsubscribe = engine.subscribe(() => {
      const isPlaying = engine.getSnapshot().status === 'playing'
      if (wasPlaying && !isPlaying) say()
      else look()
      wasPlaying = isPlaying
    })
    const unsubscribePosition = engine.subscribePosition(look)
    const timer = setInterval(say, reportEveryMs)
    // A page that is hidden may be gone without another word (https://developer.mozilla.org/docs/Web/API/Page_Visibility_API).
    const onHide = () => {
      if (document.visibilityState === 'hidden') say()
    }
    document.addEventListener('visibilitychange', onHide)
    addEventListener('pagehide', say)
    return () => {
      say()
      unsubscribe()
      unsubscribePosition()
      clearInterval(timer)
      document.removeEventListener('visibilitychange', onHide)
      removeEventListener('pagehide', say)
    }
  }, [engine])
}
