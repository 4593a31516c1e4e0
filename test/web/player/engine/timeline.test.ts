import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  buildTimeline,
  carryOver,
  clampTo,
  covers,
  nextBoundary,
  nextStart,
  segmentAt,
} from '../../../../web/player/engine/timeline.ts'
import { givenFile, givenRecording } from '../given.ts'

const nothingMeasured = new Map()

const someFile = fc.record({
  startOffsetMs: fc.integer({ min: 0, max: 60_000 }),
  durationMs: fc.option(fc.integer({ min: 0, max: 120_000 })),
  isPlayable: fc.boolean(),
})
const someRecording = fc
  .array(fc.array(someFile, { maxLength: 3 }), { maxLength: 4 })
  .map((segments) => givenRecording(segments.map((files) => files.map((facts) => givenFile(facts)))))

describe('the timeline', () => {
  it('lays segments end to end, by number', () => {
    const recording = givenRecording([[givenFile()], [givenFile({ durationMs: 5_000, startOffsetMs: 1_000 })]])
    const timeline = buildTimeline({ ...recording, segments: recording.segments.toReversed() }, nothingMeasured)
    expect(timeline.segments).toEqual([
      { seq: 1, startMs: 0, endMs: 10_000 },
      { seq: 2, startMs: 10_000, endMs: 16_000 },
    ])
    expect(timeline.clips.map(({ startMs, endMs }) => [startMs, endMs])).toEqual([
      [0, 10_000],
      [11_000, 16_000],
    ])
    expect(timeline.isExact).toBe(true)
    expect([0, 9_999, 10_000, 16_000].map((ms) => segmentAt(timeline, ms)?.seq)).toEqual([1, 1, 2, 2])
  })

  it('keeps the place of a segment whose files are not here yet', () => {
    const waiting = givenFile({ state: 'pending', isPlayable: false, durationMs: null })
    const recording = givenRecording([[waiting], [givenFile()]])
    const segments = recording.segments.map((segment) =>
      segment.seq === 1 ? { ...segment, durationMs: 7_000 } : segment,
    )
    const timeline = buildTimeline({ ...recording, segments }, nothingMeasured)
    expect(timeline.durationMs).toBe(17_000)
    expect(timeline.clips[0]).toMatchObject({ startMs: 0, endMs: 7_000, availability: 'waiting' })
  })

  it('guesses a length that nobody knows, says so, and takes the measured one', () => {
    const file = givenFile({ durationMs: null })
    const recording = givenRecording([[file]])
    const guessed = buildTimeline(recording, nothingMeasured)
    expect(guessed.isExact).toBe(false)
    expect(guessed.durationMs).toBeGreaterThan(0)
    expect(guessed.clips[0]?.isLengthKnown).toBe(false)
    const measured = buildTimeline(recording, new Map([[file.id, 12_345]]))
    expect(measured).toMatchObject({ isExact: true, durationMs: 12_345 })
  })

  it('takes the length of the recording for its only file', () => {
    const timeline = buildTimeline(
      givenRecording([[givenFile({ durationMs: null })]], { durationMs: 33_000 }),
      new Map(),
    )
    expect(timeline.durationMs).toBe(33_000)
  })

  it('leaves no gap between segments, and no file outside its segment', () => {
    fc.assert(
      fc.property(someRecording, (recording) => {
        const { segments, clips, durationMs } = buildTimeline(recording, nothingMeasured)
        let endMs = 0
        for (const segment of segments) {
          expect(segment.startMs).toBe(endMs)
          expect(segment.endMs).toBeGreaterThanOrEqual(segment.startMs)
          endMs = segment.endMs
        }
        expect(durationMs).toBe(endMs)
        for (const clip of clips) {
          const segment = segments.find(({ seq }) => seq === clip.seq)
          expect(clip.startMs).toBeGreaterThanOrEqual(segment?.startMs ?? Number.NaN)
          expect(clip.endMs).toBeLessThanOrEqual(segment?.endMs ?? Number.NaN)
          expect(clip.endMs).toBeGreaterThanOrEqual(clip.startMs)
        }
      }),
    )
  })

  it('finds the one segment of every position', () => {
    fc.assert(
      fc.property(someRecording, fc.double({ min: 0, max: 1, noNaN: true }), (recording, part) => {
        const timeline = buildTimeline(recording, nothingMeasured)
        fc.pre(timeline.durationMs > 0)
        const positionMs = part * timeline.durationMs
        const segment = segmentAt(timeline, positionMs)
        if (positionMs < timeline.durationMs) {
          expect(timeline.segments.filter(({ startMs, endMs }) => positionMs >= startMs && positionMs < endMs)).toEqual(
            [segment],
          )
        } else expect(segment).toBe(timeline.segments.at(-1))
      }),
    )
  })

  it('steps from boundary to boundary to the end', () => {
    fc.assert(
      fc.property(someRecording, (recording) => {
        const timeline = buildTimeline(recording, nothingMeasured)
        let positionMs = 0
        for (let steps = 0; positionMs < timeline.durationMs; steps += 1) {
          expect(steps).toBeLessThanOrEqual(timeline.clips.length * 2 + 1)
          const nextMs = nextBoundary(timeline, positionMs)
          const middleMs = (positionMs + nextMs) / 2
          for (const clip of timeline.clips) expect(covers(clip, middleMs)).toBe(covers(clip, positionMs))
          positionMs = nextMs
        }
      }),
    )
  })

  it('knows where something plays again', () => {
    const timeline = buildTimeline(
      givenRecording([[givenFile({ durationMs: 1_000 }), givenFile({ startOffsetMs: 8_000, durationMs: 1_000 })]]),
      nothingMeasured,
    )
    expect(nextStart(timeline.clips, timeline.durationMs, 2_000)).toBe(8_000)
    expect(nextStart(timeline.clips, timeline.durationMs, 8_000)).toBe(9_000)
  })

  it('keeps the moment of the call when a length is corrected', () => {
    const first = givenFile({ durationMs: null })
    const recording = givenRecording([[first], [givenFile()]])
    const before = buildTimeline(recording, new Map([[first.id, 60_000]]))
    const after = buildTimeline(recording, new Map([[first.id, 20_000]]))
    expect(carryOver(before, after, 63_000)).toBe(23_000)
    expect(carryOver(before, after, 50_000)).toBe(20_000)
  })

  it('holds any position inside', () => {
    const timeline = buildTimeline(givenRecording([[givenFile()]]), nothingMeasured)
    expect([-5, Number.NaN, 4, 99_999].map((ms) => clampTo(timeline, ms))).toEqual([0, 0, 4, 10_000])
  })
})
