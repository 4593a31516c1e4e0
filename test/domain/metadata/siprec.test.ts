import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readSiprec } from '../../../functions/domain/metadata/index.ts'
import { annCallsBen, inviteBody, readOne } from './given.ts'

const annsCall = {
  sessionId: 'call-4711',
  callGroupId: 'grp-77',
  from: '2001',
  fromName: 'Ann Archer',
  to: '2002',
  startedAt: '2026-03-01T09:30:00.250Z',
}

const recording = (inner: string, namespace = 'urn:ietf:params:xml:ns:recording:1') =>
  `<recording xmlns="${namespace}"><session session_id="s"/>${inner}</recording>`

const participant = (id: string, aor: string, inner = '') =>
  `<participant participant_id="${id}"><nameID aor="${aor}"/>${inner}</participant>`

describe('a metadata document', () => {
  it('gives the facts of its call and who took part', () => {
    expect(readOne(annCallsBen)).toMatchObject({
      facts: annsCall,
      participants: [
        { participantId: 'p-ann', aor: 'sip:2001@198.51.100.7', name: 'Ann Archer' },
        { participantId: 'p-ben', aor: 'sip:2002@198.51.100.7', name: '2002' },
      ],
      diagnostics: [],
    })
  })

  it('may come within the body of its INVITE, or of the whole INVITE', () => {
    const body = inviteBody(annCallsBen)
    expect(readOne(body)).toEqual(readOne(annCallsBen))
    const invite = `INVITE sip:recorder@example.com SIP/2.0\r\nContent-Type: multipart/mixed;boundary="cut here/7"\r\n${body}`
    expect(readOne(invite).facts).toEqual(annsCall)
    const cutShort = body.slice(0, body.indexOf('</recording>'))
    expect(readOne(cutShort).facts).toEqual(annsCall)
  })

  it('may carry a byte order mark and blank lines before its declaration', () => {
    expect(readOne(`\uFEFF\n\n${annCallsBen}`)).toEqual(readOne(annCallsBen))
  })

  it('may be of the older dialect, and bind its namespace to a prefix', () => {
    const older = `<r:recording xmlns:r='urn:ietf:params:xml:ns:recording'>
      <r:dataMode>complete</r:dataMode>
      <r:session id="old-1" group="g-1"><r:associate-time>2026-03-01T09:30:00Z</r:associate-time></r:session>
      <r:participant id="a" session="old-1"><r:nameID aor="sip:2001@h.example"/></r:participant>
      <r:participant id="b" session="old-1"><r:nameID aor="sip:2002@h.example"/></r:participant>
    </r:recording>`
    const { facts, diagnostics } = readOne(older)
    expect(facts).toEqual({
      sessionId: 'old-1',
      callGroupId: 'g-1',
      from: '2001',
      to: '2002',
      startedAt: '2026-03-01T09:30:00.000Z',
    })
    expect(diagnostics).toEqual([])
  })

  it('keeps what a vendor added apart from its own elements', () => {
    const vendor =
      '<v:participant xmlns:v="urn:example:v" participant_id="x"><v:nameID aor="sip:666@h"/></v:participant>'
    expect(readOne(recording(vendor + participant('a', 'sip:1@h'))).facts.from).toBe('1')
  })
})

describe('who called', () => {
  const mark = (calling: boolean) =>
    `<extensiondata xmlns:v="urn:example:v"><v:callingParty>${calling}</v:callingParty></extensiondata>`

  it('is the participant sent first', () => {
    const { facts } = readOne(recording(participant('b', 'sip:2@h') + participant('a', 'sip:1@h')))
    expect(facts).toMatchObject({ from: '2', to: '1' })
  })

  it('is the one that a vendor marks as calling', () => {
    const marked = recording(participant('b', 'sip:2@h', mark(false)) + participant('a', 'sip:1@h', mark(true)))
    expect(readOne(marked).facts).toMatchObject({ from: '1', to: '2' })
    const onlyCaller = recording(participant('b', 'sip:2@h') + participant('a', 'sip:1@h', mark(true)))
    expect(readOne(onlyCaller).facts).toMatchObject({ from: '1', to: '2' })
    const onlyCallee = recording(participant('b', 'sip:2@h', mark(false)) + participant('a', 'sip:1@h'))
    expect(readOne(onlyCallee).facts).toMatchObject({ from: '1', to: '2' })
  })

  it('is not one who took part in another session alone', () => {
    const joined = '<participantsessionassoc participant_id="a" session_id="t"/>'
    const { facts, participants } = readOne(
      recording(participant('a', 'sip:1@h') + participant('b', 'sip:2@h') + joined),
    )
    expect(facts.from).toBe('2')
    expect(facts.to).toBeUndefined()
    expect(participants).toHaveLength(2)
  })
})

describe('from and to', () => {
  it.each([
    ['sip:9000@10.0.0.1', '9000'],
    ['sip:9000@10.0.0.1:5060;user=phone', '9000'],
    ['sip:+49-30-1234%20;npdi@sbc.example', '+49301234'],
    ['tel:+1-(555)-010-0199;phone-context=example.com', '+15550100199'],
    ['2001', '2001'],
    ['2001@10.0.0.1', '2001'],
    ['sip:bob@biloxi.com', 'bob@biloxi.com'],
    ['sips:bob:secret@biloxi.com:5061;transport=tls?x=y', 'bob@biloxi.com'],
    ['sip:bob@192.0.2.4', 'bob'],
    ['sip:bob@[2001:db8::1]:5060', 'bob'],
    ['sip:anonymous@anonymous.invalid', 'anonymous'],
    ['&quot;Bob&quot; &lt;sip:2002@h.example&gt;;tag=1', '2002'],
    ['sip:gateway.example', 'gateway.example'],
    ['sip:192.0.2.4', '192.0.2.4'],
    ['sip:%E0%A4%A@h.example', '%E0%A4%A@h.example'],
    ['*97', '*97'],
  ])('%s reads as %s', (aor, number) => {
    expect(readOne(recording(participant('a', aor))).facts.from).toBe(number)
  })

  it.each([
    ['2001', undefined],
    ['sip:2001@other', undefined],
    ['20 01', undefined],
    ['Ann &amp; Co', 'Ann & Co'],
    ['"Ann Archer";lang=en-US;id=22', 'Ann Archer'],
    ['  ', undefined],
  ])('have a name beside 2001 where %s says more', (name, expected) => {
    const named = `<participant participant_id="a"><nameID aor="sip:2001@h"><name>${name}</name></nameID></participant>`
    expect(readOne(recording(named)).facts.fromName).toBe(expected)
  })

  it('are the name where there is no address', () => {
    const named = '<participant participant_id="a"><nameID><name>Front desk</name></nameID></participant>'
    expect(readOne(recording(named)).facts).toEqual({ sessionId: 's', from: 'Front desk' })
  })
})

describe('the start', () => {
  const joined = (time: string) =>
    `<participantsessionassoc participant_id="a" session_id="s"><associate-time>${time}</associate-time></participantsessionassoc>`

  it('is when the first participant joined, where the session does not say', () => {
    const twice = recording(joined('2026-03-01T09:30:05Z') + joined('2026-03-01T10:30:01+01:00'))
    expect(readOne(twice).facts.startedAt).toBe('2026-03-01T09:30:01.000Z')
  })

  it('is not taken from another session', () => {
    const other = joined('2026-03-01T09:30:05Z').replace('session_id="s"', 'session_id="t"')
    expect(readOne(recording(other)).facts.startedAt).toBeUndefined()
  })

  it('is left out, with a word about it, where a time has no offset', () => {
    const { facts, diagnostics } = readOne(
      recording(`\n${joined('2026-03-01T09:30:05')}\n${joined('2026-03-01T09:30:06')}`),
    )
    expect(facts.startedAt).toBeUndefined()
    expect(diagnostics).toEqual([{ line: 2, message: expect.stringContaining('no offset') }])
  })

  it('is read in the zone of its recorder where a time has no offset, and where it has one by that', () => {
    const local = recording(joined('2026-07-01T09:30:05.5'))
    expect(readOne(local, 'America/Los_Angeles')).toMatchObject({
      ...{ facts: { startedAt: '2026-07-01T16:30:05.500Z' }, diagnostics: [] },
    })
    expect(readOne(annCallsBen, 'America/Los_Angeles')).toEqual(readOne(annCallsBen))
  })

  it.each([
    '2026-02-30T09:30:05Z',
    'yesterday',
    '2026-03-01 09:30:05Z',
    '1969-12-31T23:59:59Z',
    '2026-03-01T09:30:05+99:99',
  ])('is left out where it is %s', (time) => {
    const { facts, diagnostics } = readOne(recording(joined(time)))
    expect(facts.startedAt).toBeUndefined()
    expect(diagnostics).toHaveLength(1)
  })
})

describe('a direction in a vendor’s extension', () => {
  it.each([
    ['incoming', 'inbound'],
    ['OUT', 'outbound'],
    ['sideways', undefined],
  ])('%s reads as %s', (word, direction) => {
    const extension = `<extensiondata><v:direction xmlns:v="urn:example:v">${word}</v:direction></extensiondata>`
    expect(readOne(recording(extension)).facts.direction).toBe(direction)
  })
})

describe('a document that is broken or hostile', () => {
  it('gives what stood before the break, and its line', () => {
    const { facts, diagnostics } = readOne(
      `${annCallsBen.slice(0, annCallsBen.indexOf('<participant participant_id="p-ben"'))}<`,
    )
    expect(facts).toMatchObject({ sessionId: 'call-4711', from: '2001' })
    expect(diagnostics[0]).toMatchObject({ line: 13, message: expect.stringContaining('Not well-formed') })
  })

  it('gives the line within the body that it came in', () => {
    const body = inviteBody(annCallsBen.replace('Ann Archer', 'Archer & Sons'))
    const { facts, diagnostics } = readOne(body)
    expect(facts.fromName).toBe('Archer & Sons')
    const line = body.split('\r\n').findIndex((text) => text.includes('Archer & Sons')) + 1
    expect(diagnostics.map((diagnostic) => diagnostic.line)).toEqual([line])
  })

  it('has no DOCTYPE and no entities of its own', () => {
    const entities = `<!DOCTYPE recording [<!ENTITY x SYSTEM "file:///etc/passwd">]>${recording(participant('a', '&x;'))}`
    expect(readOne(entities)).toMatchObject({
      facts: {},
      participants: [],
      diagnostics: expect.arrayContaining([{ line: 1, message: expect.stringContaining('DOCTYPE') }]),
    })
  })

  it('is read no deeper than 32 elements', () => {
    const deep = recording(`${participant('a', 'sip:1@h')}${'<x>'.repeat(40_000)}`)
    const { facts, diagnostics } = readOne(deep)
    expect(facts.from).toBe('1')
    expect(diagnostics).toEqual([{ line: 1, message: expect.stringContaining('deeper than 32:') }])
  })

  it.each([
    ['larger than 256 kB', `${annCallsBen}${' '.repeat(262_144)}`],
    ['empty', ' \r\n'],
    ['neither XML', 'v=0\r\no=- 1 1 IN IP4 198.51.100.9'],
    [
      'No part',
      inviteBody(annCallsBen)
        .replaceAll(/application\//gi, 'x/')
        .replaceAll('+xml', ''),
    ],
    ['tags: they were stripped', inviteBody(annCallsBen.replace(/<[^>]*>/g, ''))],
    ['part is empty', inviteBody('')],
    ['base64', inviteBody(annCallsBen).replace('content-disposition', 'Content-Transfer-Encoding: base64\r\nX')],
    ['root element', '<recordings/>'],
  ])('is refused with a reason: %s', (reason, document) => {
    const { facts, diagnostics } = readOne(document)
    expect(facts).toEqual({})
    expect(diagnostics).toEqual([
      { line: expect.toBeOneOf([null, expect.any(Number)]), message: expect.stringContaining(reason) },
    ])
  })

  it('is read though its tags came escaped, and that is said', () => {
    const { facts, diagnostics } = readOne(annCallsBen.replaceAll('<', '&lt;').replaceAll('>', '&gt;'))
    expect(facts).toEqual(annsCall)
    expect(diagnostics).toEqual([{ line: 1, message: expect.stringContaining('&lt; and &gt;') }])
  })

  it('is read no further than 10,000 elements, nor 100 participants', () => {
    const crowd = readOne(recording(`${participant('a', 'sip:1@h')}\n`.repeat(101)))
    expect(crowd.diagnostics).toEqual([{ line: 101, message: expect.stringContaining('first 100') }])
    const { facts, diagnostics } = readOne(recording(`${participant('a', 'sip:1@h')}\n${'<x/>'.repeat(10_001)}`))
    expect(facts.from).toBe('1')
    expect(diagnostics).toEqual([{ line: 2, message: expect.stringContaining('more than 10000 elements') }])
  })

  it('is read no further than 2,000 errors, which is said last', () => {
    const { diagnostics } = readOne(`${recording(participant('a', 'sip:1@h'))}${'<'.repeat(100_000)}`)
    expect(diagnostics).toHaveLength(50)
    expect(diagnostics.at(-1)?.message).toContain('more than 2000 errors')
  })

  it('costs no more than it brings: long names that nest do not multiply', () => {
    const name = `n${'x'.repeat(250)}`
    const nested = `${`<${name}>`.repeat(28)}${'<y/>'.repeat(5_000)}${`</${name}>`.repeat(28)}`
    const { model } = readSiprec([{ text: recording(nested) }])
    expect(JSON.stringify(model).length).toBeLessThan(100_000)
  })

  it('gives no fact that the API would refuse', () => {
    const long = 'x'.repeat(300)
    const { facts, diagnostics } = readOne(
      recording(participant('a', `sip:1@h&#10;&#9;2`) + participant('b', `${long}\u{1F600}`)).replace(
        '"s"',
        `"${long}"`,
      ),
    )
    expect(facts.sessionId).toBeUndefined()
    expect(facts.to?.length).toBe(255)
    expect(facts.from).not.toMatch(/\p{Cc}/u)
    expect(diagnostics).toEqual([
      { line: 1, message: expect.stringContaining('longer than 255') },
      { line: null, message: expect.stringContaining('no <session>') },
    ])
  })

  it('never makes the reader throw', () => {
    const source = inviteBody(annCallsBen)
    const piece = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('<', '>', '&', '"', ']]>', '<![CDATA[', '\r\n--cut here/7', '\0'),
    )
    fc.assert(
      fc.property(fc.nat(source.length), fc.nat(40), piece, (at, removed, inserted) => {
        const reading = readOne(source.slice(0, at) + inserted + source.slice(at + removed))
        for (const text of Object.values(reading.facts)) expect(text.length).toBeLessThanOrEqual(255)
      }),
    )
  })
})
