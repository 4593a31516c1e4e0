import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { placePauses } from '../../../../web/player/engine/pauses.ts'

const startedAt = '2026-03-01T09:30:00.000Z'
const instantAt = (ms: number) => new Date(Date.parse(startedAt) + ms).toISOString()

describe('pauses', () => {
  const place = (pauses: { fromMs: number; toMs: number; mode: 'cut' | 'silenced' }[], durationMs = 100_000) =>
    placePauses(
      {
        startedAt,
        isStartEstimated: false,
        pauses: pauses.map(({ fromMs, toMs, mode }) => ({
          startedAt: instantAt(fromMs),
          endedAt: instantAt(toMs),
          mode,
          reason: null,
        })),
      },
      durationMs,
    )

  it('that are silenced take their time, and those cut out move what follows', () => {
    expect(
      place([
        { fromMs: 40_000, toMs: 45_000, mode: 'silenced' },
        { fromMs: 10_000, toMs: 30_000, mode: 'cut' },
      ]),
    ).toEqual([
      { startMs: 10_000, endMs: 10_000, lengthMs: 20_000, mode: 'cut', reason: null },
      { startMs: 20_000, endMs: 25_000, lengthMs: 5_000, mode: 'silenced', reason: null },
    ])
  })

  it('before the recording and beyond its end count only inside', () => {
    expect(
      place(
        [
          { fromMs: -5_000, toMs: 2_000, mode: 'silenced' },
          { fromMs: 8_000, toMs: 20_000, mode: 'silenced' },
          { fromMs: 50_000, toMs: 60_000, mode: 'silenced' },
        ],
        10_000,
      ),
    ).toEqual([
      { startMs: 0, endMs: 2_000, lengthMs: 2_000, mode: 'silenced', reason: null },
      { startMs: 8_000, endMs: 10_000, lengthMs: 12_000, mode: 'silenced', reason: null },
    ])
  })

  it('have no place where the start is an estimate', () => {
    const pauses = [{ startedAt, endedAt: instantAt(1_000), mode: 'cut' as const, reason: null }]
    expect(placePauses({ startedAt, isStartEstimated: true, pauses }, 10_000)).toBeNull()
  })

  it('never lie outside the timeline or before one another', () => {
    const somePause = fc.record({
      fromMs: fc.integer({ min: -20_000, max: 120_000 }),
      lengthMs: fc.integer({ min: 0, max: 40_000 }),
      mode: fc.constantFrom('cut' as const, 'silenced' as const),
    })
    fc.assert(
      fc.property(fc.array(somePause, { maxLength: 6 }), (pauses) => {
        const marks = place(pauses.map(({ fromMs, lengthMs, mode }) => ({ fromMs, toMs: fromMs + lengthMs, mode })))
        let beforeMs = 0
        for (const mark of marks ?? []) {
          expect(mark.startMs).toBeGreaterThanOrEqual(beforeMs)
          expect(mark.endMs).toBeLessThanOrEqual(100_000)
          expect(mark.endMs).toBeGreaterThanOrEqual(mark.startMs)
          beforeMs = mark.startMs
        }
      }),
    )
  })
})
