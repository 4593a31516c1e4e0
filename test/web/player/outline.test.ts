import { describe, expect, it } from 'vitest'
import { columnsOf, gainOf, soundFactsOf, strandOf } from '../../../web/player/outline.ts'

/** Points of a channel: 10 a second, from lengths in seconds and loudness by turns. */
const pointsOf = (...stretches: [seconds: number, loudness: number][]) =>
  Int8Array.from(
    stretches.flatMap(([seconds, loudness]) =>
      Array.from({ length: seconds * 10 }, () => [-loudness, loudness]).flat(),
    ),
  )
const at = { startMs: 0, pointsPerSecond: 10 }

describe('columns of a waveform', () => {
  it('cover the window, each with its least and greatest', () => {
    const strand = { ...at, endMs: 4_000, channels: [pointsOf([1, 10], [1, 0], [2, 50])] }
    expect([...columnsOf([strand], { fromMs: 0, toMs: 4_000 }, 4)]).toEqual([-10, 10, 0, 0, -50, 50, -50, 50])
    expect([...columnsOf([strand], { fromMs: 500, toMs: 1_500 }, 2)]).toEqual([-10, 10, 0, 0])
  })

  it('lose no peak, however many points a column has', () => {
    const points = pointsOf([60, 0])
    points[2 * 333 + 1] = 100
    const columns = columnsOf([{ ...at, endMs: 60_000, channels: [points] }], { fromMs: 0, toMs: 60_000 }, 7)
    expect(Math.max(...columns)).toBe(100)
    expect(columns.indexOf(100)).toBe(2 * Math.floor((33.3 / 60) * 7) + 1)
  })

  it('are empty where there is no file, also when it is shorter than its length says', () => {
    const strand = { ...at, startMs: 1_000, endMs: 4_000, channels: [pointsOf([1, 10])] }
    expect([...columnsOf([strand], { fromMs: 0, toMs: 4_000 }, 4)]).toEqual([0, 0, -10, 10, 0, 0, 0, 0])
  })

  it('show a point in several of them when it is near', () => {
    const strand = { ...at, endMs: 1_000, channels: [pointsOf([0.1, 7], [0.1, 9])] }
    expect([...columnsOf([strand], { fromMs: 0, toMs: 200 }, 4)]).toEqual([-7, 7, -7, 7, -9, 9, -9, 9])
  })
})

describe('a lane', () => {
  const [left, right] = [pointsOf([1, 10]), pointsOf([1, 20])]
  const outline = { state: 'ready' as const, pointsPerSecond: 10, channels: [left, right] }

  it('has the channel of its side', () => {
    const clip = { startMs: 0, endMs: 1_000, channels: ['caller', 'agent'] }
    expect(strandOf(outline, clip, 'caller').channels).toEqual([left])
    expect(strandOf(outline, clip, 'agent').channels).toEqual([right])
  })

  it('of a file whose channels are not told apart has all of them', () => {
    expect(strandOf(outline, { startMs: 0, endMs: 1_000, channels: ['unknown'] }, 'unknown').channels).toEqual([
      left,
      right,
    ])
  })

  it('of a file with fewer channels than were announced has what is there', () => {
    const mono = { ...outline, channels: [left] }
    expect(strandOf(mono, { startMs: 0, endMs: 1_000, channels: ['caller', 'agent'] }, 'agent').channels).toEqual([
      left,
    ])
  })
})

describe('the scale of all lanes', () => {
  it('lets quiet calls be seen, within reason, and leaves loud ones alone', () => {
    const of = (loudness: number) =>
      gainOf([{ state: 'ready', pointsPerSecond: 10, channels: [pointsOf([1, loudness])] }, { state: 'pending' }])
    expect(of(120)).toBe(1)
    expect(of(40)).toBe(3)
    expect(of(2)).toBe(6)
    expect(of(0)).toBe(1)
    expect(gainOf([])).toBe(1)
  })
})

describe('what a waveform shows, in words', () => {
  it('is how long there is sound, and the longest silence', () => {
    const strand = {
      ...at,
      startMs: 500,
      endMs: 20_500,
      channels: [pointsOf([2, 0], [5, 40], [3, 0], [0.5, 30], [0.5, 0], [9, 20])],
    }
    expect(soundFactsOf([strand])).toEqual({ soundMs: 15_000, silence: { startMs: 7_500, lengthMs: 3_000 } })
  })

  it('takes the noise of a line for silence', () => {
    expect(soundFactsOf([{ ...at, endMs: 2_000, channels: [pointsOf([2, 2])] }])).toEqual({
      ...{ soundMs: 0, silence: { startMs: 0, lengthMs: 2_000 } },
    })
  })
})
