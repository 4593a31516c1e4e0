import type { MediaId } from './recording.ts'
import type { Mix } from './sides.ts'
import type { Span, Timeline } from './timeline.ts'
import type { TrackFailure } from './track.ts'

/**
 * `idle`: nothing was asked for yet. `loading`: play was asked for, nothing sounded yet. `buffering`: it played and waits
 * for data. `failed`: nothing that should sound now can.
 */
export type PlaybackStatus = 'idle' | 'loading' | 'playing' | 'buffering' | 'paused' | 'ended' | 'failed'

/** What the engine shows of itself, but for the position, which changes all the time. */
export type PlaybackSnapshot = {
  status: PlaybackStatus
  timeline: Timeline
  rate: number
  /** 0 to 1. */
  volume: number
  isMuted: boolean
  mix: Mix
  failures: readonly { mediaId: MediaId; reason: TrackFailure }[]
  /** Where playing needs no waiting. */
  loaded: readonly Span[]
  /** The browser held back the sound; a person has to press play. */
  isBlocked: boolean
}

/** One shallow level deep: the engine makes new objects only for what changed. */
export function isSameSnapshot(one: PlaybackSnapshot, other: PlaybackSnapshot): boolean {
  return (
    one.status === other.status &&
    one.timeline === other.timeline &&
    one.rate === other.rate &&
    one.volume === other.volume &&
    one.isMuted === other.isMuted &&
    one.mix === other.mix &&
    one.isBlocked === other.isBlocked &&
    JSON.stringify(one.failures) === JSON.stringify(other.failures) &&
    JSON.stringify(one.loaded) === JSON.stringify(other.loaded)
  )
}
