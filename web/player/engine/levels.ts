import { isAudible, type Mix } from './sides.ts'
import type { Clip, Timeline } from './timeline.ts'

/** How loud each channel of a clip is, 0 or 1, before the master volume. */
export function levelsOf(clip: Clip, timeline: Timeline, mix: Mix): number[] {
  if (clip.channels.length > 0) return clip.channels.map((side) => (isAudible(mix, side) ? 1 : 0))
  // A picture of whose sound nothing is known: heard only where nothing else is, for else it may say everything twice.
  const hasOtherSound = timeline.clips.some(
    (other) => other.seq === clip.seq && other.availability === 'playable' && other.channels.length > 0,
  )
  return [hasOtherSound || mix.soloed.size > 0 ? 0 : 1]
}

/** Its channels are different voices, so that one can be silenced without the other only channel by channel. */
export function needsSplit(clip: Clip): boolean {
  return new Set(clip.channels).size > 1
}
