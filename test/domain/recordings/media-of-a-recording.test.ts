import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { downloadName } from '../../../functions/domain/recordings/download-name.ts'
import { durationMsOf, summarizeMedia } from '../../../functions/domain/recordings/index.ts'
import { anyFiles, givenFile, givenRecording } from '../given.ts'

describe('what a recording carries of its files', () => {
  it('does not depend on their order', () => {
    fc.assert(
      fc.property(anyFiles, fc.func(fc.nat()), (files, rank) => {
        const shuffled = files.toSorted((a, b) => rank(a.id) - rank(b.id))
        expect(summarizeMedia(shuffled)).toEqual(summarizeMedia(files))
      }),
    )
  })

  it('is complete if and only if there are files and every one is available', () => {
    fc.assert(
      fc.property(anyFiles, (files) => {
        const isWhole = files.length > 0 && files.every(({ state }) => state === 'available')
        expect(summarizeMedia(files).status === 'complete').toBe(isWhole)
        expect(summarizeMedia(files).status === 'none').toBe(files.length === 0)
      }),
    )
  })

  it('lasts as long as its segments one after the other, each as long as its longest file', () => {
    const files = [
      givenFile({ seq: 1, durationMs: 1_000 }),
      givenFile({ seq: 1, durationMs: 500, startOffsetMs: 700 }),
      givenFile({ seq: 2, durationMs: 300 }),
      givenFile({ seq: 3, durationMs: null }),
    ]
    expect(summarizeMedia(files)).toMatchObject({ durationMs: 1_500, files: 4, segments: 3, lengthBytes: 400 })
  })
})

describe('how long a call was', () => {
  const media = summarizeMedia([givenFile({ durationMs: 9_000 })])
  const startedAt = '2026-11-20T10:00:00.000Z'
  const endedAt = '2026-11-20T10:00:07.000Z'
  it.for([
    ["is the recorder's value", { reportedDurationMs: 5_000, startedAt, endedAt, isStartEstimated: false }, 5_000],
    ['else its end less its start', { startedAt, endedAt, isStartEstimated: false }, 7_000],
    ['but not from an estimated start', { startedAt, endedAt, isStartEstimated: true }, 9_000],
    ['else the span of its segments', { startedAt, isStartEstimated: false }, 9_000],
  ] as const)('%s', ([, facts, durationMs]) => {
    expect(durationMsOf(givenRecording({ media, ...facts }))).toBe(durationMs)
  })
})

describe('the name of a download', () => {
  const anyText = fc.option(fc.string({ unit: 'binary', minLength: 1, maxLength: 255 }))
  const zone = fc.constantFrom('UTC', 'Asia/Kathmandu', 'America/New_York')
  it('is one that every file system takes, whatever the call says', () => {
    fc.assert(
      fc.property(anyText, anyText, anyText, fc.string(), zone, (from, to, fileName, participant, timeZone) => {
        const file = givenFile({ fileName, contentType: 'application/x', channels: [`participant:${participant}`] })
        const name = downloadName(givenRecording({ from, to }), file, timeZone)
        expect(name).toMatch(/^2026-11-20 \d\d\.\d\d\.00 /)
        expect(name).not.toMatch(/[/\\:*?"<>|\p{C}]/u)
        expect(name).toMatch(/\.[a-z0-9]{1,8}$/)
        expect(name.isWellFormed()).toBe(true)
        expect([...name].length).toBeLessThan(200)
      }),
    )
  })

  it("tells the time of the person's zone, the side, and the segment where there are several", () => {
    const media = summarizeMedia([givenFile(), givenFile({ seq: 2 })])
    const recording = givenRecording({ from: '+15550100', to: '1002', media })
    const file = givenFile({ seq: 2, kind: 'screen', channels: ['caller'], contentType: 'video/webm' })
    expect(downloadName(recording, file, 'Asia/Kathmandu')).toBe(
      '2026-11-20 15.45.00 +15550100 to 1002 segment 2 screen caller.webm',
    )
  })

  it('of two sides differs, however long the addresses', () => {
    const recording = givenRecording({ from: 'a'.repeat(255), to: 'b'.repeat(255) })
    const names = (['caller', 'agent'] as const).map((side) =>
      downloadName(recording, givenFile({ channels: [side] }), 'UTC'),
    )
    expect(names[0]).not.toBe(names[1])
  })
})
