import { describe, expect, it } from 'vitest'
import { readSiprec } from '../../../functions/domain/metadata/index.ts'
import { borderController, twoTalk } from './documents.ts'

const headers = (from?: string, to?: string, more: Record<string, string> = {}) => [
  ...(from === undefined ? [] : [{ name: 'From', value: from }]),
  ...(to === undefined ? [] : [{ name: 'To', value: to }]),
  ...Object.entries(more).map(([name, value]) => ({ name, value })),
]
const read = (text: string, ...given: Parameters<typeof headers>) =>
  readSiprec([{ text, timeZone: 'UTC' }], headers(...given))

describe('caller and callee', () => {
  it('are whom the INVITE names, before the vendor’s mark', () => {
    const { facts, parties } = read(borderController, '<sip:1002@pbx>;tag=1', '"R" <sip:+14155550101@carrier>')
    expect(facts).toMatchObject({ from: '1002', to: '+14155550101', toName: 'Rita Reyes' })
    expect(parties).toEqual({ basis: 'header', callerId: 'par-2', calleeId: 'par-1' })
  })

  it('may be numbers that no participant has', () => {
    const { facts, parties } = read(borderController, 'sip:+12025550111@c', 'sip:+12025550122@c')
    expect(facts).toMatchObject({ from: '+12025550111', to: '+12025550122' })
    expect(parties).toEqual({ basis: 'header', callerId: null, calleeId: null })
  })

  it('are the participants where the INVITE is between controller and recorder', () => {
    const { facts, parties } = read(borderController, '<sip:sbc@192.0.2.1>', '<sip:srs@recorder.example>')
    expect(facts).toMatchObject({ from: '+14155550101', to: '1002' })
    expect(parties.basis).toBe('mark')
    expect(read(twoTalk, '<sip:2002@h>', '<sip:5000@recorder.example>').facts).toMatchObject({
      from: '2002',
      to: '2001',
    })
  })

  it('are recognised by P-Asserted-Identity where that is a participant', () => {
    const asserted = { 'P-Asserted-Identity': '"Ben" <sip:2002@h>, <tel:+12025550144>' }
    expect(read(twoTalk, undefined, undefined, asserted)).toMatchObject({
      facts: { from: '2002', to: '2001' },
      parties: { basis: 'header' },
    })
  })

  it('are recognised though one of two numbers lacks its country', () => {
    const { facts } = read(borderController, 'sip:1002@x', 'sip:4155550101@x')
    expect(facts.toName).toBe('Rita Reyes')
  })

  it('are the participants in the order sent where nothing tells, and that is said', () => {
    expect(read(twoTalk)).toMatchObject({
      facts: { from: '2001', to: '2002' },
      parties: { basis: 'order', callerId: 'a', calleeId: 'b' },
    })
    expect(read(twoTalk).facts.direction).toBeUndefined()
  })

  it.each([
    ['<v:role>Called Party</v:role>', '2002'],
    ['<v:isCaller>no</v:isCaller>', '2002'],
    ['<v:isCaller>yes</v:isCaller>', '2001'],
    ['<v:isCaller>constructor</v:isCaller>', '2001'],
  ])('are told by %s', (mark, from) => {
    const marked = twoTalk.replace(
      '<nameID aor="sip:2001@h"/>',
      `<nameID aor="sip:2001@h"/><e xmlns:v="urn:v">${mark}</e>`,
    )
    expect(read(marked).facts.from).toBe(from)
  })

  it('are not told by a vendor’s times', () => {
    const ext = '<extensiondata><v:from xmlns:v="urn:v">2026-03-01T09:00:00Z</v:from></extensiondata></recording>'
    expect(read(twoTalk.replace('</recording>', ext)).facts.from).toBe('2001')
  })
})

describe('the session id', () => {
  it('is X-ISR-UCID’s, then a vendor’s ucid, then the session’s own', () => {
    expect(read(borderController, undefined, undefined, { 'x-isr-ucid': 'u-1;encoding=hex' }).facts.sessionId).toBe(
      'u-1',
    )
    expect(read(borderController).facts.sessionId).toBe('00FA0800AB12')
    expect(read(borderController.replace(/<v:ucid>.*<\/v:ucid>/, '')).facts.sessionId).toBe('ses-1')
    const labelled = twoTalk.replace(
      '<nameID aor="sip:2001@h"/>',
      '<nameID aor="sip:2001@h"/><extensiondata><v:header xmlns:v="urn:v" label="X-ISR-UCID"><value>u-2</value></v:header></extensiondata>',
    )
    expect(read(labelled).facts.sessionId).toBe('u-2')
  })
})
