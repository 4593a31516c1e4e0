/** How a media element that runs beside the clock is brought back to it. */
export type Correction =
  | { kind: 'none' }
  /** Play a little faster or slower; `factor` multiplies the playback rate. */
  | { kind: 'nudge'; factor: number }
  /** Jump to the clock's position. */
  | { kind: 'seek' }

export type Drift = {
  /** Position of the element minus position of the clock, in media time; positive is ahead. */
  driftMs: number
  rate: number
  /** The element is being nudged already. */
  isNudging: boolean
  /** Since the last jump, in wall time. */
  sinceSeekMs: number
}

/**
 * Two voices 15 ms apart sound as one conversation; at 80 ms an interruption no longer lies where it lay, and lips run
 * off the sound (ITU-R BT.1359 puts the limit of notice at 45 ms early and 125 ms late).
 */
export const driftLimits = {
  startNudgeMs: 15,
  stopNudgeMs: 5,
  seekMs: 80,
  /** Not heard as a change of tempo. */
  maxNudge: 0.06,
  /** Wall time in which a nudge would level the drift, were it not bounded. */
  levelAfterMs: 500,
  /** A jump needs time to show its effect; until then only nudge. */
  settleMs: 600,
} as const

export function correctionOf({ driftMs, rate, isNudging, sinceSeekMs }: Drift): Correction {
  const distanceMs = Math.abs(driftMs)
  if (distanceMs > driftLimits.seekMs && sinceSeekMs >= driftLimits.settleMs) return { kind: 'seek' }
  const limitMs = isNudging ? driftLimits.stopNudgeMs : driftLimits.startNudgeMs
  if (distanceMs <= limitMs) return { kind: 'none' }
  const wanted = -driftMs / (driftLimits.levelAfterMs * rate)
  const bounded = Math.min(driftLimits.maxNudge, Math.max(-driftLimits.maxNudge, wanted))
  return { kind: 'nudge', factor: 1 + bounded }
}
