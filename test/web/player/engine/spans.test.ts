import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { playableSpans, reachFrom } from '../../../../web/player/engine/spans.ts'
import { buildTimeline, type Span } from '../../../../web/player/engine/timeline.ts'
import { givenFile, givenRecording } from '../given.ts'

describe('what is loaded', () => {
  it('reaches as far as there is no hole', () => {
    const ranges = [
      { startMs: 0, endMs: 10 },
      { startMs: 12, endMs: 30 },
    ]
    expect(reachFrom(ranges, 5)).toBe(10)
    expect(reachFrom(ranges, 5, 2)).toBe(30)
    expect(reachFrom(ranges, 11)).toBe(11)
  })

  it('counts where every file that is there has its data, and nowhere else', () => {
    const some = fc.array(fc.tuple(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 1, max: 20 })), { maxLength: 3 })
    fc.assert(
      fc.property(some, some, (one, other) => {
        const files = [givenFile({ id: 1, durationMs: 20 }), givenFile({ id: 2, durationMs: 12, startOffsetMs: 4 })]
        const { clips } = buildTimeline(givenRecording([files]), new Map())
        const toSpans = (list: [number, number][]): Span[] =>
          list.map(([at, length]) => ({ startMs: at, endMs: at + length }))
        const spans = playableSpans(clips, (clip) => toSpans(clip.mediaId === clips[0]?.mediaId ? one : other))
        const has = (list: Span[], ms: number) => list.some((span) => ms > span.startMs && ms < span.endMs)
        for (let ms = 0.5; ms < 20; ms += 1) {
          const needsOther = ms > 4 && ms < 16
          expect(has(spans, ms)).toBe(has(toSpans(one), ms) && (!needsOther || has(toSpans(other), ms)))
        }
      }),
    )
  })
})
