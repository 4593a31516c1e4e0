import type { TimeWindow } from './outline.ts'

/** Nobody hears more in less. */
export const leastWindowMs = 4_000

export const wholeOf = (durationMs: number): TimeWindow => ({ fromMs: 0, toMs: Math.max(1, durationMs) })

export const isWhole = ({ fromMs, toMs }: TimeWindow, durationMs: number) => fromMs <= 0 && toMs >= durationMs

/** A window of that length, within the timeline, that begins at `fromMs` if it can. */
function windowOf(fromMs: number, lengthMs: number, durationMs: number): TimeWindow {
  const length = Math.min(lengthMs, Math.max(1, durationMs))
  const from = Math.min(Math.max(0, fromMs), Math.max(0, durationMs - length))
  return { fromMs: from, toMs: from + length }
}

/** Shows less for a factor above 1, more below, and leaves the moment `aroundMs` where it is. */
export function zoomed({ fromMs, toMs }: TimeWindow, factor: number, aroundMs: number, durationMs: number): TimeWindow {
  const length = Math.min(Math.max(leastWindowMs, (toMs - fromMs) / factor), Math.max(leastWindowMs, durationMs))
  const around = Math.min(toMs, Math.max(fromMs, aroundMs))
  const share = (around - fromMs) / (toMs - fromMs)
  return windowOf(around - share * length, length, durationMs)
}

export const panned = ({ fromMs, toMs }: TimeWindow, byMs: number, durationMs: number): TimeWindow =>
  windowOf(fromMs + byMs, toMs - fromMs, durationMs)

/** Turns the page when the position leaves the window; the same object while it does not. */
export function following(window: TimeWindow, positionMs: number, durationMs: number): TimeWindow {
  const { fromMs, toMs } = window
  if (isWhole(window, durationMs) || (positionMs >= fromMs && positionMs < toMs)) return window
  const length = toMs - fromMs
  const turned = windowOf(positionMs - length / 10, length, durationMs)
  return turned.fromMs === fromMs ? window : turned
}

/** The same window where the timeline became longer or shorter; all of it where it showed all. */
export function fitted(window: TimeWindow, before: number, durationMs: number): TimeWindow {
  if (isWhole(window, before)) return wholeOf(durationMs)
  return windowOf(window.fromMs, window.toMs - window.fromMs, durationMs)
}
