import { describe, expect, it } from 'vitest'
import type { SegmentParticipants } from '../../../../../web/api/index.ts'
import { holdsOf, rowsOf, stepsOf, windowOf } from '../../../../../web/pages/recording/metadata/timeline.ts'

type Participant = SegmentParticipants['participants'][number]
type Span = Participant['present'][number]

const at = (time: string) => `2026-03-01T${time}.000Z`
const span = (from: string | null, until: string | null): Span => ({
  ...{ from: from && at(from), until: until && at(until), hasEnded: until !== null },
})
const participant = (facts: Partial<Participant> = {}): Participant => ({
  ...{ participantId: 'a', name: 'Ann', aor: null, addresses: [], role: null, sessionIds: [], extensionData: [] },
  ...{ present: [span('09:00:00', null)], flows: [] },
  ...facts,
})
const sends = (...spans: Span[]): Participant['flows'][number] => ({ streamId: 's', role: 'sends', spans })
const view = (facts: Partial<SegmentParticipants> = {}): SegmentParticipants => ({
  segment: { seq: 1, startedAt: at('09:00:00'), durationMs: 100_000 },
  ...{ participants: [participant()], streams: [], partiesBy: 'order', diagnostics: [] },
  ...facts,
})

describe('the window of the picture', () => {
  it('is the segment', () => {
    expect(windowOf(view())).toEqual({ startMs: Date.parse(at('09:00:00')), endMs: Date.parse(at('09:01:40')) })
  })

  it('is the stretch that the recorder’s times span where those lie elsewhere, or the segment is not known', () => {
    const elsewhere = [participant({ present: [span('14:00:00', '14:00:30')] })]
    expect(windowOf(view({ participants: elsewhere }))).toEqual({
      ...{ startMs: Date.parse(at('14:00:00')), endMs: Date.parse(at('14:01:40')) },
    })
    const segment = { seq: 2, startedAt: null, durationMs: null }
    expect(windowOf(view({ participants: elsewhere, segment }))?.endMs).toBe(Date.parse(at('14:00:30')))
  })

  it('is none where there is no time at all', () => {
    const segment = { seq: 1, startedAt: null, durationMs: null }
    expect(windowOf(view({ participants: [participant({ present: [span(null, null)] })], segment }))).toBeUndefined()
  })
})

describe('a hold', () => {
  it('is when somebody is there and sends nothing', () => {
    const held = participant({ flows: [sends(span('09:00:00', '09:00:20'), span('09:00:30', null))] })
    expect(holdsOf(held)).toEqual([span('09:00:20', '09:00:30')])
    expect(holdsOf(participant({ flows: [sends(span('09:00:00', '09:00:20'))] }))).toEqual([span('09:00:20', null)])
  })

  it('is not told of who left, nor where the recorder says nothing of streams', () => {
    const left = participant({
      present: [span('09:00:00', '09:00:20')],
      flows: [sends(span('09:00:00', '09:00:20'))],
    })
    expect(holdsOf(left)).toEqual([])
    expect(holdsOf(participant())).toEqual([])
  })
})

describe('the rows', () => {
  it('are the participants, and beneath each the streams that they send', () => {
    const shown = view({
      participants: [participant({ flows: [sends(span('08:59:00', '09:00:50')), { ...sends(), role: 'receives' }] })],
    })
    const window = windowOf(shown)
    if (!window) throw new Error('there is a window')
    const rows = rowsOf(shown, window)
    expect(rows.map(({ stream }) => stream?.id ?? null)).toEqual([null, 's'])
    expect(rows[1]?.bars).toMatchObject([{ left: 0, width: 50, isOpenLeft: true, isOpenRight: false }])
    expect(rows[0]?.bars.map(({ kind, left, width }) => [kind, left, width])).toEqual([
      ['present', 0, 100],
      ['hold', 50, 50],
    ])
  })
})

describe('the scale', () => {
  it('has round steps', () => {
    expect(stepsOf({ startMs: 0, endMs: 100_000 })).toEqual([0, 30_000, 60_000, 90_000])
    expect(stepsOf({ startMs: 0, endMs: 50 * 3_600_000 }).length).toBeLessThan(9)
  })
})
