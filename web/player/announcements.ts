import type { PlaybackSnapshot, Side } from './engine/index.ts'
import { isAudible } from './engine/index.ts'
import { speedLabel } from './speeds.ts'

const statusWords: Record<PlaybackSnapshot['status'], string | null> = {
  idle: null,
  loading: 'Loading',
  playing: 'Playing',
  buffering: 'Waiting for data',
  paused: 'Paused',
  ended: 'End of the recording',
  failed: 'Playing failed',
}

/** What a screen reader should hear about a change; null where it is no news. */
export function announcementOf(
  before: PlaybackSnapshot,
  after: PlaybackSnapshot,
  sides: readonly Side[],
): string | null {
  const news: string[] = []
  if (after.isBlocked && !before.isBlocked) return 'The browser held back the sound. Press Play to start.'
  const words = statusWords[after.status]
  if (after.status !== before.status && words !== null) news.push(words)
  if (after.rate !== before.rate) news.push(`Speed ${speedLabel(after.rate)}`)
  if (after.isMuted !== before.isMuted) news.push(after.isMuted ? 'Sound off' : 'Sound on')
  if (after.mix !== before.mix) {
    for (const { key, label } of sides) {
      const isHeard = isAudible(after.mix, key)
      if (isHeard !== isAudible(before.mix, key)) news.push(`${label} ${isHeard ? 'on' : 'muted'}`)
    }
  }
  if (after.failures.length > before.failures.length && after.status !== 'failed') {
    news.push('A file could not be loaded; the rest plays on')
  }
  return news.length === 0 ? null : news.join('. ')
}
