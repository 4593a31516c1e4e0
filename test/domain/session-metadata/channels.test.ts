import { describe, expect, it } from 'vitest'
import type { Voice } from '../../../functions/contract/index.ts'
import { readSiprec } from '../../../functions/domain/metadata/index.ts'
import { channelsOf } from '../../../functions/domain/session-metadata/channels.ts'
import { mayOverlap, segmentTime } from '../../../functions/domain/session-metadata/segment-time.ts'
import type { MediaFile } from '../../../functions/model/index.ts'
import { givenFile, givenRecording } from '../given.ts'
import { borderController, plainRecorder, twoTalk } from '../metadata/documents.ts'

function channels(document: string, files: MediaFile[]) {
  const { model, parties } = readSiprec([{ text: document, timeZone: 'UTC' }])
  return model.streams.map((stream) => {
    const found = channelsOf(stream, model, parties, files)
    return found.map(({ mediaId, channel }) => `${files.findIndex(({ id }) => id === mediaId) + 1}.${channel}`).join()
  })
}
const file = (voices: Voice[], labels: (string | null)[] = []) => givenFile({ channels: voices, labels })

describe('the channel of a stream', () => {
  it('is the one that was announced with its label', () => {
    expect(channels(borderController, [file([], ['102']), file(['unknown', 'unknown'], [null, '101'])])).toEqual([
      '2.2',
      '1.1',
    ])
  })

  it('is that of its sender’s voice, where no label says otherwise', () => {
    expect(channels(borderController, [file(['participant:par-2', 'participant:par-1'])])).toEqual(['1.2', '1.1'])
    expect(channels(borderController, [file(['caller', 'agent'])])).toEqual(['1.1', ''])
    expect(channels(borderController, [file(['participant:par-1'], ['999'])])).toEqual(['', ''])
  })

  it('is not told by a caller’s voice where it is not certain who called', () => {
    expect(channels(twoTalk, [file(['caller', 'agent'])])).toEqual(['', ''])
  })

  it('is the mixed one for a stream that several send', () => {
    expect(channels(plainRecorder, [file(['mixed'])])).toEqual(['1.1'])
  })
})

describe('the time of a segment', () => {
  const recording = givenRecording({ startedAt: '2026-03-01T09:00:00.000Z', isStartEstimated: false })
  const of = (seq: number, durationMs: number | null) => givenFile({ seq, durationMs })

  it('follows those before it', () => {
    const media = [of(1, 60_000), of(2, 30_000)]
    expect(segmentTime(recording, media, 2)).toEqual({
      ...{ seq: 2, startedAt: '2026-03-01T09:01:00.000Z', durationMs: 30_000 },
    })
    expect(segmentTime(recording, media, 3)).toBeUndefined()
  })

  it('is later and longer by the pauses that were cut out', () => {
    const cut = (from: string, until: string) => ({
      ...{
        startedAt: `2026-03-01T09:${from}.000Z`,
        endedAt: `2026-03-01T09:${until}.000Z`,
        mode: 'cut' as const,
        reason: null,
      },
    })
    const paused = { ...recording, pauses: [cut('00:30', '00:40'), cut('01:20', '01:25')] }
    expect(segmentTime(paused, [of(1, 60_000), of(2, 30_000)], 2)).toEqual({
      ...{ seq: 2, startedAt: '2026-03-01T09:01:10.000Z', durationMs: 35_000 },
    })
  })

  it('is not known while the length of one before it is not, and then nobody is left out', () => {
    const time = segmentTime(recording, [of(1, null), of(2, 30_000)], 2)
    expect(time).toEqual({ seq: 2, startedAt: null, durationMs: 30_000 })
    if (!time) throw new Error('there is a segment')
    const span = { from: '2020-01-01T00:00:00.000Z', until: '2020-01-01T00:00:01.000Z', hasEnded: true }
    expect(mayOverlap([span], time)).toBe(true)
    expect(mayOverlap([span], { ...time, startedAt: '2026-03-01T09:00:00.000Z' })).toBe(false)
  })
})
