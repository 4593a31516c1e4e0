import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readCueTime, writeCueTime } from '../../../../web/pages/recording/transcript/cueTime.ts'
import { formatOf } from '../../../../web/pages/recording/transcript/formats.ts'
import { type Line, linesAt, linesOf, matchesIn, timedLines } from '../../../../web/pages/recording/transcript/lines.ts'

const cue = (id: number, text: string, startMs: number | null = null, endMs: number | null = null) => ({
  ...{ id, text, startMs, endMs, speaker: null, version: 1 },
})
const keysOf = (lines: readonly Line[]) => lines.map(({ key }) => key)

describe('lines of a transcript', () => {
  it('count their times from the start of the recording, where that is known', () => {
    const cues = [cue(1, 'Hi', 1_000, 2_000), cue(2, 'Ho')]
    expect(linesOf(2, { cues }, 30_000).map(({ key, startMs, endMs }) => [key, startMs, endMs])).toEqual([
      ['2-1', 31_000, 32_000],
      ['2-2', null, null],
    ])
    expect(linesOf(2, { cues }, null)[0]?.startMs).toBeNull()
  })

  it('are said from their start until just before their end, several at once', () => {
    const cues = [cue(1, 'a', 0, 5_000), cue(2, 'b', 1_000, 2_000), cue(3, 'c'), cue(4, 'd', 6_000, 7_000)]
    const lines = linesOf(1, { cues }, 0)
    expect(keysOf(linesAt(timedLines(lines), 1_500))).toEqual(['1-1', '1-2'])
    expect(keysOf(linesAt(timedLines(lines), 2_000))).toEqual(['1-1'])
    expect(keysOf(linesAt(timedLines(lines), 5_500))).toEqual([])
    expect(keysOf(linesAt(timedLines(lines), 6_000))).toEqual(['1-4'])
  })

  it('are found as if each were looked at', () => {
    const times = fc.array(fc.tuple(fc.nat(2_000), fc.integer({ min: 1, max: 300 }), fc.boolean()), { maxLength: 30 })
    fc.assert(
      fc.property(times, fc.nat(2_500), (all, positionMs) => {
        const timed = all.toSorted(([one], [other]) => one - other)
        const cues = timed.map(([at, length, hasTime], id) =>
          cue(id, 'x', hasTime ? at : null, hasTime ? at + length : null),
        )
        const lines = linesOf(1, { cues }, 0)
        const said = lines.filter(
          ({ startMs, endMs }) => startMs !== null && endMs !== null && startMs <= positionMs && positionMs < endMs,
        )
        expect(keysOf(linesAt(timedLines(lines), positionMs))).toEqual(keysOf(said))
      }),
    )
  })

  it('hold words, whatever the case of their letters', () => {
    const lines = linesOf(1, { cues: [cue(1, 'Thursday, THURSDAY'), cue(2, 'İstanbul thursday')] }, 0)
    expect(matchesIn(lines, ' thursday ')).toEqual([
      { key: '1-1', from: 0, to: 8 },
      { key: '1-1', from: 10, to: 18 },
      { key: '1-2', from: 0, to: 17 },
    ])
    expect(matchesIn(lines, ' ')).toEqual([])
  })
})

describe('times that are typed', () => {
  it('are read as they are written, and in shorter forms', () => {
    fc.assert(
      fc.property(fc.nat(359_999_999), (ms) => {
        expect(readCueTime(writeCueTime(ms))).toBe(ms)
      }),
    )
    expect(['1:02', '0:01:02,5', '61:00.25'].map(readCueTime)).toEqual([62_000, 62_500, 3_660_250])
    expect(['', '12', '1:75', 'a:10', '1:02:3:4'].map(readCueTime)).toEqual(Array(5).fill(undefined))
  })
})

describe('a file', () => {
  it('is taken for what its name or its beginning says', () => {
    expect(formatOf('Call.SRT', '')).toBe('srt')
    expect(formatOf(null, '\uFEFFWEBVTT\n')).toBe('vtt')
    expect(formatOf('notes', '{"cues":[]}')).toBe('json')
    expect(formatOf(null, '1\n00:00:01,000 --> 00:00:02,000\nHi')).toBe('srt')
    expect(formatOf(null, 'Uma: Hi')).toBe('text')
  })
})
