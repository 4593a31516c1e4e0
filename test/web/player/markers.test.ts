import { describe, expect, it } from 'vitest'
import type { Timeline } from '../../../web/player/engine/index.ts'
import { type Marker, placeMarkers, thinOut } from '../../../web/player/markers.ts'

const timeline: Timeline = {
  segments: [
    { seq: 1, startMs: 0, endMs: 10_000 },
    { seq: 3, startMs: 10_000, endMs: 30_000 },
  ],
  ...{ clips: [], durationMs: 30_000, isExact: true },
}
const note = (atMs: number, more: Partial<Marker> = {}): Marker => ({
  kind: 'note',
  atMs,
  label: String(atMs),
  ...more,
})

describe('markers', () => {
  it('count from the start of the call, or of their segment, and stand in order', () => {
    const placed = placeMarkers([note(12_000), note(500, { seq: 3, endMs: 900 }), note(40, { seq: 1 })], timeline)
    expect(placed.map(({ startMs, endMs }) => [startMs, endMs])).toEqual([
      [40, 40],
      [10_500, 10_900],
      [12_000, 12_000],
    ])
  })

  it('past the end, or of a segment that is not there, are left out', () => {
    expect(placeMarkers([note(30_001), note(0, { seq: 2 }), note(20_001, { seq: 3 })], timeline)).toEqual([])
    expect(placeMarkers([note(29_000, { endMs: 90_000 })], timeline)).toMatchObject([{ endMs: 30_000 }])
  })

  it('that would stand on each other are thinned out, what was said first', () => {
    const cue = (atMs: number) => note(atMs, { kind: 'cue' })
    const placed = placeMarkers([cue(0), note(50), cue(100), cue(1_000), cue(1_050)], timeline)
    expect(thinOut(placed, 200).map(({ kind, startMs }) => [kind, startMs])).toEqual([
      ['note', 50],
      ['cue', 1_000],
    ])
    expect(thinOut(placed, 0)).toHaveLength(5)
  })
})
