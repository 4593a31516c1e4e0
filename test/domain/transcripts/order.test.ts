import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { inOrder, placeBetween, placeOfIndex, placeOfNew } from '../../../functions/domain/transcripts/order.ts'
import type { Cue } from '../../../functions/model/index.ts'

const cue = (id: number, place: string, startMs: number | null = null): Cue => ({
  ...{ id, version: 1, place, startMs, endMs: startMs === null ? null : startMs + 500, speaker: null, text: `${id}` },
})
const idsOf = (cues: readonly Cue[]) => inOrder(cues).map(({ id }) => id)

describe('the order of cues', () => {
  it('has a place between any two, however many were put there', () => {
    const steps = fc.array(fc.nat(1_000), { maxLength: 60 })
    fc.assert(
      fc.property(fc.nat(5), steps, (imported, wanted) => {
        const places = Array.from({ length: imported }, (_, index) => placeOfIndex(index))
        for (const step of wanted) {
          const at = step % (places.length + 1)
          places.splice(at, 0, placeBetween(places[at - 1] ?? '', places[at]))
        }
        expect(places).toEqual([...new Set(places)].sort())
      }),
    )
  })

  it('grows no longer while lines are typed one after another between two', () => {
    let place = placeOfIndex(0)
    for (let count = 0; count < 2_000; count++) place = placeBetween(place, placeOfIndex(1))
    expect(place.length).toBeLessThanOrEqual(10)
  })

  it('is that of the times; what has none follows what it followed', () => {
    const cues = [cue(1, '00001', 9_000), cue(2, '00002'), cue(3, '00003', 4_000), cue(4, '00004')]
    expect(idsOf(cues)).toEqual([3, 4, 1, 2])
  })

  it('takes a new cue where its time is, behind the one that is named, or at the end', () => {
    const cues = inOrder([cue(1, '00001', 1_000), cue(2, '00002'), cue(3, '00003', 5_000)])
    const withNew = (facts: Parameters<typeof placeOfNew>[1]) =>
      idsOf([...cues, cue(4, placeOfNew(cues, facts), facts.startMs)])
    expect(withNew({ startMs: 3_000 })).toEqual([1, 2, 4, 3])
    expect(withNew({ startMs: 0 })).toEqual([4, 1, 2, 3])
    expect(withNew({ startMs: null })).toEqual([1, 2, 3, 4])
    expect(withNew({ startMs: null, afterCueId: 1 })).toEqual([1, 4, 2, 3])
  })
})
