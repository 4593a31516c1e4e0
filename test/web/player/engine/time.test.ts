import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatClock, formatTick, rulerTicks, speakDuration } from '../../../../web/player/engine/time.ts'

describe('times', () => {
  it('are written as h:mm:ss and shorter on the ruler', () => {
    expect([0, 65_900, 3_600_000, 36_061_000].map(formatClock)).toEqual(['0:00:00', '0:01:05', '1:00:00', '10:01:01'])
    expect([0, 5_000, 65_000, 754_000, 3_661_000].map(formatTick)).toEqual(['0:00', '0:05', '1:05', '12:34', '1:01:01'])
  })

  it('are said in words', () => {
    expect([0, 1_000, 65_000, 180_000, 3_722_000].map(speakDuration)).toEqual([
      '0 seconds',
      '1 second',
      '1 minute 5 seconds',
      '3 minutes',
      '1 hour 2 minutes 2 seconds',
    ])
  })

  it('stand on the ruler at round distances, never too many', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 31 * 86_400_000 }),
        fc.integer({ min: 1, max: 20 }),
        (durationMs, count) => {
          const ticks = rulerTicks(durationMs, count)
          expect(ticks[0]).toBe(0)
          expect(ticks.length).toBeLessThanOrEqual(count + 1)
          expect(Math.max(...ticks)).toBeLessThanOrEqual(durationMs)
        },
      ),
    )
  })
})
