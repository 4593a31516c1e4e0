import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { correctionOf, driftLimits } from '../../../../web/player/engine/drift.ts'

const calm = { rate: 1, isNudging: false, sinceSeekMs: Number.POSITIVE_INFINITY }

describe('the correction of drift', () => {
  it('leaves alone what nobody hears', () => {
    expect(correctionOf({ ...calm, driftMs: driftLimits.startNudgeMs - 1 })).toEqual({ kind: 'none' })
  })

  it('slows down what is ahead and speeds up what is behind', () => {
    expect(correctionOf({ ...calm, driftMs: 20 })).toMatchObject({ kind: 'nudge', factor: expect.closeTo(0.96) })
    expect(correctionOf({ ...calm, driftMs: -20 })).toMatchObject({ kind: 'nudge', factor: expect.closeTo(1.04) })
  })

  it('goes on nudging until it is level, so that it does not flutter', () => {
    const driftMs = driftLimits.startNudgeMs - 5
    expect(correctionOf({ ...calm, driftMs }).kind).toBe('none')
    expect(correctionOf({ ...calm, driftMs, isNudging: true }).kind).toBe('nudge')
  })

  it('jumps where nudging would take too long, and then waits for the jump to show', () => {
    expect(correctionOf({ ...calm, driftMs: -200 })).toEqual({ kind: 'seek' })
    expect(correctionOf({ ...calm, driftMs: -200, sinceSeekMs: 100 }).kind).toBe('nudge')
  })

  it('levels any drift at any rate within 4 s, never by an audible change of tempo', () => {
    const someDrift = fc.double({ min: -5_000, max: 5_000, noNaN: true })
    const someRate = fc.constantFrom(0.5, 0.75, 1, 1.5, 2, 3)
    fc.assert(
      fc.property(someDrift, someRate, (start, rate) => {
        let driftMs = start
        let sinceSeekMs = Number.POSITIVE_INFINITY
        let isNudging = false
        for (let ms = 0; ms < 4_000; ms += 100) {
          const correction = correctionOf({ driftMs, rate, isNudging, sinceSeekMs })
          isNudging = correction.kind === 'nudge'
          sinceSeekMs += 100
          if (correction.kind === 'seek') {
            driftMs = 30
            sinceSeekMs = 0
          } else if (correction.kind === 'nudge') {
            expect(Math.abs(correction.factor - 1)).toBeLessThan(driftLimits.maxNudge + 1e-9)
            driftMs += 100 * rate * (correction.factor - 1)
          }
        }
        expect(Math.abs(driftMs)).toBeLessThanOrEqual(driftLimits.startNudgeMs)
      }),
    )
  })
})
