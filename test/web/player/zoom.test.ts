import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fitted, following, isWhole, leastWindowMs, panned, wholeOf, zoomed } from '../../../web/player/zoom.ts'

const minute = 60_000

describe('zooming', () => {
  it('leaves the moment where it is', () => {
    const near = zoomed(wholeOf(minute), 2, 15_000, minute)
    expect(near).toEqual({ fromMs: 7_500, toMs: 37_500 })
    expect((15_000 - near.fromMs) / (near.toMs - near.fromMs)).toBeCloseTo(0.25)
  })

  it('ends at a few seconds, and at all of the call', () => {
    const nearest = zoomed(wholeOf(minute), 1_000, 30_000, minute)
    expect(nearest.toMs - nearest.fromMs).toBe(leastWindowMs)
    expect(zoomed(nearest, 1 / 1_000, 30_000, minute)).toEqual(wholeOf(minute))
  })

  it('stays within the call whatever is done', () => {
    const step = fc.record({
      factor: fc.double({ min: 0.1, max: 10, noNaN: true }),
      at: fc.nat(100_000),
      by: fc.integer({ min: -90_000, max: 90_000 }),
    })
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 200_000 }), fc.array(step, { maxLength: 20 }), (durationMs, steps) => {
        let window = wholeOf(durationMs)
        for (const { factor, at, by } of steps) {
          window = panned(zoomed(window, factor, at, durationMs), by, durationMs)
          window = following(window, Math.min(at, durationMs), durationMs)
          expect(window.fromMs).toBeGreaterThanOrEqual(0)
          expect(window.toMs).toBeLessThanOrEqual(Math.max(durationMs, 1) + 0.001)
          expect(window.toMs - window.fromMs).toBeGreaterThan(0)
        }
      }),
    )
  })
})

describe('a window', () => {
  const window = { fromMs: 10_000, toMs: 20_000 }

  it('turns the page when the position leaves it, and is left alone until then', () => {
    expect(following(window, 19_999, minute)).toBe(window)
    expect(following(window, 20_000, minute)).toEqual({ fromMs: 19_000, toMs: 29_000 })
    expect(following(window, 0, minute)).toEqual({ fromMs: 0, toMs: 10_000 })
    expect(following({ fromMs: 50_000, toMs: minute }, minute, minute)).toEqual({ fromMs: 50_000, toMs: minute })
  })

  it('of all stays of all when the call turns out longer', () => {
    expect(fitted(wholeOf(minute), minute, 2 * minute)).toEqual(wholeOf(2 * minute))
    expect(fitted(window, minute, 2 * minute)).toEqual(window)
    expect(fitted({ fromMs: 50_000, toMs: minute }, minute, 30_000)).toEqual({ fromMs: 20_000, toMs: 30_000 })
    expect(isWhole(window, minute)).toBe(false)
  })
})
