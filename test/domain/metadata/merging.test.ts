import { describe, expect, it } from 'vitest'
import { extensionValuesOf, readSiprec } from '../../../functions/domain/metadata/index.ts'
import { joins, leaves, partial, streamsOf, twoTalk } from './documents.ts'

const read = (...texts: string[]) => readSiprec(texts.map((text) => ({ text })))
const at = (time: string) => `2026-03-01T${time}.000Z`
const instant = (time: string) => `2026-03-01T${time}Z`

function presence(reading: ReturnType<typeof read>, id: string) {
  return reading.model.participants.find((one) => one.id === id)?.present
}
const flow = (reading: ReturnType<typeof read>, id: string, role: string, streamId: string) =>
  reading.model.participants
    .find((one) => one.id === id)
    ?.flows.find((one) => one.role === role && one.streamId === streamId)?.spans

describe('documents of one call, merged in the order in which they came', () => {
  it('let somebody join, and leave', () => {
    const reading = read(twoTalk, joins('c', instant('09:01:00')), leaves('a', instant('09:02:00')))
    expect(presence(reading, 'a')).toEqual([{ from: at('09:00:00'), until: at('09:02:00'), hasEnded: true }])
    expect(presence(reading, 'b')).toEqual([{ from: at('09:00:00'), until: null, hasEnded: false }])
    expect(presence(reading, 'c')).toEqual([{ from: at('09:01:00'), until: null, hasEnded: false }])
    expect(flow(reading, 'a', 'sends', 'sa')).toEqual([{ from: at('09:00:00'), until: at('09:02:00'), hasEnded: true }])
    expect(reading.facts).toMatchObject({ from: '2001', to: '2002', startedAt: at('09:00:00') })
    expect(reading.model.diagnostics).toEqual([])
  })

  it('let somebody come back', () => {
    const back = joins('a', instant('09:03:00'))
    const reading = read(twoTalk, leaves('a', instant('09:02:00')), back)
    expect(presence(reading, 'a')).toEqual([
      { from: at('09:00:00'), until: at('09:02:00'), hasEnded: true },
      { from: at('09:03:00'), until: null, hasEnded: false },
    ])
  })

  it('show a hold and its end as a gap of the streams', () => {
    const reading = read(
      twoTalk,
      streamsOf('b', [], ['sa'], instant('09:01:00')),
      streamsOf('b', ['sb'], ['sa'], instant('09:01:30')),
    )
    expect(flow(reading, 'b', 'sends', 'sb')).toEqual([
      { from: at('09:00:00'), until: at('09:01:00'), hasEnded: true },
      { from: at('09:01:30'), until: null, hasEnded: false },
    ])
    expect(flow(reading, 'b', 'receives', 'sa')).toEqual([{ from: at('09:00:00'), until: null, hasEnded: false }])
    expect(presence(reading, 'b')).toHaveLength(1)
  })

  it('show a transfer: who was there before stays in what is known, who is there now is added', () => {
    const transferred = twoTalk.replaceAll('"b"', '"c"').replaceAll('2002', '2009').replaceAll('09:00:00', '09:04:00')
    const reading = read(
      twoTalk,
      transferred.replace(
        '"a" session_id="s"><associate-time>2026-03-01T09:04:00Z',
        '"a" session_id="s"><associate-time>2026-03-01T09:00:00Z',
      ),
    )
    expect(reading.participants.map(({ participantId }) => participantId)).toEqual(['a', 'b', 'c'])
    expect(presence(reading, 'b')).toEqual([{ from: at('09:00:00'), until: at('09:04:00'), hasEnded: true }])
    expect(presence(reading, 'c')).toEqual([{ from: at('09:04:00'), until: null, hasEnded: false }])
    expect(presence(reading, 'a')).toEqual([{ from: at('09:00:00'), until: null, hasEnded: false }])
  })

  it('take who is not named by a complete one as gone, and as back where a later one names them', () => {
    const withoutB = twoTalk.replace(/<participant[^>]*"b".*?<\/participant\w*>/gs, '')
    expect(presence(read(twoTalk, withoutB), 'b')?.at(-1)?.hasEnded).toBe(true)
    expect(presence(read(twoTalk, withoutB, twoTalk), 'b')?.at(-1)?.hasEnded).toBe(false)
    const saysNothing = partial('<session session_id="s"/>')
    expect(presence(read(twoTalk, saysNothing), 'b')?.at(-1)?.hasEnded).toBe(false)
  })

  it('are the same when one is told twice', () => {
    const { model } = read(twoTalk, twoTalk)
    expect({ ...model, modes: [] }).toEqual({ ...read(twoTalk).model, modes: [] })
  })

  it('update names and extension data, the newer prevailing', () => {
    const named = (name: string, value: string) =>
      partial(
        `<participant participant_id="a"><nameID aor="sip:2001@h"><name>${name}</name></nameID><extensiondata><v:agent xmlns:v="urn:v">${value}</v:agent></extensiondata></participant>`,
      )
    const reading = read(twoTalk, named('Ann', '1'), named('Anna', '2'))
    expect(reading.facts.fromName).toBe('Anna')
    expect(extensionValuesOf(reading.model).get('participant/agent')).toEqual(['2'])
  })

  it('say that what held before is not known where the first is partial, and take it nonetheless', () => {
    const reading = read(joins('c', instant('09:01:00')))
    expect(reading.facts).toMatchObject({ sessionId: 's', from: '2003' })
    expect(reading.model.diagnostics[0]?.message).toContain('first document is partial')
  })

  it('go on after one that cannot be read', () => {
    const reading = read(twoTalk, '<!DOCTYPE x>', leaves('b', instant('09:02:00')))
    expect(reading.model.modes).toEqual(['complete', null, 'partial'])
    expect(presence(reading, 'b')?.[0]?.until).toBe(at('09:02:00'))
    expect(reading.model.diagnostics[0]).toMatchObject({ document: 2, line: 1 })
  })

  it('stay bounded however much they hold', () => {
    const crowd = (from: number) =>
      partial(
        Array.from(
          { length: 90 },
          (_, index) => `<participant participant_id="p${from + index}"><nameID aor="sip:${index}@h"/></participant>`,
        ).join(''),
      )
    const reading = read(...Array.from({ length: 5 }, (_, index) => crowd(index * 90)))
    expect(reading.model.participants).toHaveLength(200)
    expect(reading.participants).toHaveLength(100)
    const busy = Array.from({ length: 49 }, (_, index) => [
      joins('c', `2026-03-01T10:${String(index).padStart(2, '0')}:00Z`),
      leaves('c', `2026-03-01T10:${String(index).padStart(2, '0')}:30Z`),
    ]).flat()
    expect(presence(read(...busy, ...busy), 'c')?.length).toBeLessThanOrEqual(100)
  })
})
