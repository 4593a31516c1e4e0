import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dtmfDigitSchema } from '../../../functions/contract/index.ts'
import { mergeDtmf } from '../../../functions/domain/dtmf/index.ts'
import type { DtmfEvent, RecordingDtmf } from '../../../functions/model/index.ts'
import { newRecordingId } from '../given.ts'

const recordingId = newRecordingId()
const card = '4111111111111111'

type Facts = Partial<Omit<DtmfEvent, 'digit'>> & { everyMs?: number }

/** Keys pressed one after another. */
function pressed(keys: string, { offsetMs = 0, everyMs = 500, ...facts }: Facts = {}): DtmfEvent[] {
  return [...keys].map((key, index) => ({
    ...{ seq: 1, durationMs: 120, source: 'rfc4733', participantId: null, ...facts },
    ...{ digit: dtmfDigitSchema.parse(key), offsetMs: offsetMs + index * everyMs },
  }))
}

function told(known: RecordingDtmf | null, events: readonly DtmfEvent[], keepsCards = false) {
  const offered = events.map((event, index) => ({ event, field: `events[${index}]` }))
  return mergeDtmf(recordingId, known, offered, { keepsCards })
}

/** The keys that are kept when they are told in these requests, one after another. */
function keysKept(...requests: readonly DtmfEvent[][]): string {
  const last = requests.reduce<RecordingDtmf | null>((known, events) => told(known, events).dtmf, null)
  return last?.events.map(({ digit }) => digit).join('') ?? ''
}

describe('digits that are told', () => {
  it('are kept in the order of their segments and times, whenever they come', () => {
    const first = told(null, pressed('12', { seq: 2 }))
    const second = told(first.dtmf, [
      ...pressed('3', { seq: 1, offsetMs: 900 }),
      ...pressed('4', { offsetMs: 950, seq: 2 }),
    ])
    expect(second.dtmf?.events.map(({ seq, digit }) => `${seq}${digit}`)).toEqual(['13', '21', '22', '24'])
    expect(second).toMatchObject({ kept: 2, repeated: 0, cardLike: 0, contradictions: [] })
  })

  it('are one when they come twice', () => {
    const first = told(null, pressed('12#'))
    const again = told(first.dtmf, pressed('12#'))
    expect(again).toMatchObject({ kept: 0, repeated: 3, cardLike: 0 })
    expect(again.dtmf).toBe(first.dtmf)
  })

  it('contradict what is known of their moment, which is named', () => {
    const { contradictions } = told(told(null, pressed('12')).dtmf, pressed('13'))
    expect(contradictions).toEqual([{ field: 'events[1]', message: expect.not.stringContaining('3') }])
  })

  it('are refused past what a segment holds', () => {
    const many = Array.from({ length: 1_001 }, (_, index) => pressed('*', { offsetMs: index * 100 })).flat()
    expect(() => told(null, many)).toThrow('holds no more DTMF')
  })
})

describe('digits that look like the number of a card', () => {
  it('are not kept, nor those of the minute after', () => {
    expect(keysKept(pressed(card))).toBe('')
    const { dtmf, kept, cardLike } = told(null, [
      ...pressed('1#'),
      ...pressed(`${card}#`, { offsetMs: 30_000 }),
      ...pressed('1227#123#', { offsetMs: 50_000 }),
      ...pressed('9', { offsetMs: 120_000 }),
    ])
    expect(dtmf?.events.map(({ digit }) => digit).join('')).toBe('1#9')
    expect({ kept, cardLike }).toEqual({ kept: 3, cardLike: 17 + 9 })
    expect(dtmf?.withheld).toEqual([
      { seq: 1, fromMs: 30_000, toMs: 37_500 + 60_000, participantId: null, reason: 'cardLike' },
    ])
  })

  it('are known in the midst of others', () => {
    expect(keysKept(pressed(`99${card}77`))).toBe('')
  })

  it.each(['000000000001', '41111111111', '123#'])('are others than %s', (keys) => {
    expect(keysKept(pressed(keys))).toBe(keys)
  })

  it('are not made of entries that # ends, nor of such as lie far apart', () => {
    expect(keysKept(pressed('41111111#11111111#'))).toBe('41111111#11111111#')
    expect(keysKept(pressed('41111111'), pressed('11111111', { offsetMs: 60_000 }))).toBe('4111111111111111')
  })

  it('are known among other keys and other people’s digits', () => {
    expect(keysKept(pressed('4111*1111*1111*1111'))).toBe('')
    const caller = pressed(card, { participantId: 'caller' })
    const agent = pressed('55', { participantId: 'agent', offsetMs: 700, everyMs: 1_000 })
    const both = [...caller, ...agent].toSorted((one, other) => one.offsetMs - other.offsetMs)
    expect(keysKept(both)).toBe('55')
  })

  it('are known where both sources tell each press, and where each tells a part', () => {
    const twice = [...card].flatMap((key, index) => [
      ...pressed(key, { offsetMs: index * 500 }),
      ...pressed(key, { offsetMs: index * 500 + 20, source: 'sipInfo' }),
    ])
    expect(keysKept(twice)).toBe('')
    const half = pressed(card).map((event, index) =>
      index % 2 === 0 ? event : { ...event, source: 'sipInfo' as const },
    )
    expect(keysKept(half)).toBe('')
  })

  it('are known where they go over into the next segment', () => {
    expect(keysKept(pressed('41111111', { seq: 1, offsetMs: 600_000 }), pressed('11111111', { seq: 2 }))).toBe('')
    expect(keysKept(pressed('41111111'), pressed('11111111', { seq: 3 }))).toBe(card)
    // A menu’s choice before it is none of it.
    expect(keysKept(pressed('1', { offsetMs: 100 }), pressed(card, { seq: 2, offsetMs: 13_000 }))).toBe('1')
  })

  it('are taken away again once the rest comes, and stay away when a part comes again', () => {
    const [start, rest] = [pressed(card.slice(0, 10)), pressed(card.slice(10), { offsetMs: 5_000 })]
    expect(keysKept(start)).toBe(card.slice(0, 10))
    expect(keysKept(start, rest)).toBe('')
    expect(keysKept(start, rest, start)).toBe('')
    expect(keysKept(start, rest, rest, start, pressed('123', { offsetMs: 30_000 }))).toBe('')
  })

  it('are kept where the tenant says so', () => {
    expect(told(null, pressed(card), true)).toMatchObject({ kept: 16, cardLike: 0 })
  })

  it('leave nothing of them, however the recorder cuts what it tells', () => {
    const cuts = fc.uniqueArray(fc.integer({ min: 1, max: 23 }), { maxLength: 6 })
    fc.assert(
      fc.property(cuts, fc.boolean(), (places, isRepeated) => {
        const all = pressed(`${card}1227123`, { offsetMs: 10_000 })
        const ends = [...places.toSorted((one, other) => one - other), all.length]
        const parts = ends.map((end, index) => all.slice(ends[index - 1] ?? 0, end)).filter(({ length }) => length > 0)
        expect(keysKept(...parts, ...(isRepeated ? parts : []))).toBe('')
      }),
    )
  })

  it('leave no more when they come one by one than at once', () => {
    const keys = fc.array(fc.constantFrom(...'0123456789#*'), { maxLength: 40 })
    fc.assert(
      fc.property(keys, fc.integer({ min: 100, max: 30_000 }), (pressedKeys, everyMs) => {
        const all = pressed(pressedKeys.join(''), { everyMs })
        const atOnce = keysKept(all)
        const oneByOne = keysKept(...all.map((event) => [event]))
        // One by one more is withheld, and never less: what comes next is not known then.
        expect(atOnce.length).toBeGreaterThanOrEqual(oneByOne.length)
      }),
    )
  })
})
