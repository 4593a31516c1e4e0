import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { annCallsBen } from '../domain/metadata/given.ts'
import {
  announcementOf,
  type GivenCloud,
  givenCloud,
  type IngestBody,
  onlyFile,
  shortWav,
  upload,
} from '../given/cloud.ts'

let world: GivenCloud
beforeAll(async () => {
  world = await givenCloud()
})
afterAll(() => world.close())

const wav = shortWav()
const media = (tone: number, file: object = {}) => announcementOf({ bytes: shortWav(tone), ...file })
const fieldsOf = (answer: { problem: { errors?: { field: string }[] | undefined } | undefined }) =>
  answer.problem?.errors?.map(({ field }) => field)

describe('a call in one request', () => {
  it('becomes a recording with all that was said of it, available when its file has arrived', async () => {
    const call = await world.ingestCall({
      sessionId: 'whole-1',
      ...{ from: '+12025550143', fromName: 'Zoë Müller', to: '1002', toName: 'Front desk', direction: 'inbound' },
      ...{ startedAt: '2026-11-20T11:00:00+01:00', endedAt: '2026-11-20T10:04:00Z' },
      ...{ agentId: 'a-7', agentName: 'Ben', queue: 'New patients', callGroupId: 'group-1' },
      ...{ ingressCallId: 'in-1@sbc', egressCallId: 'out-1@sbc' },
      pauses: [
        { startedAt: '2026-11-20T10:01:00Z', endedAt: '2026-11-20T10:01:20Z', mode: 'cut', reason: 'Card data' },
      ],
      files: [{ bytes: wav, channels: ['mixed'], fileName: 'call 1.wav' }],
    })
    expect(call).toMatchObject({
      ...{ sessionId: 'whole-1', from: '+12025550143', fromName: 'Zoë Müller', to: '1002', toName: 'Front desk' },
      ...{ direction: 'inbound', startedAt: '2026-11-20T10:00:00.000Z', endedAt: '2026-11-20T10:04:00.000Z' },
      ...{ isStartEstimated: false, durationMs: 240_000, agentId: 'a-7', agentName: 'Ben', queue: 'New patients' },
      ...{ callGroupId: 'group-1', ingressCallId: 'in-1@sbc', egressCallId: 'out-1@sbc', kinds: ['audio'] },
      pauses: [
        {
          startedAt: '2026-11-20T10:01:00.000Z',
          endedAt: '2026-11-20T10:01:20.000Z',
          mode: 'cut',
          reason: 'Card data',
        },
      ],
      mediaStatus: 'complete',
    })
    expect(onlyFile(call)).toMatchObject({
      state: 'available',
      codec: 'mulaw',
      durationMs: 500,
      fileName: 'call 1.wav',
    })
  })

  it('takes thirty files at once, and says so of thirty-one', async () => {
    const files = Array.from({ length: 30 }, (_, index) => ({ bytes: shortWav(100 + index), segment: index + 1 }))
    const call = await world.ingestCall({ sessionId: 'thirty', files })
    expect(call.mediaStatus).toBe('complete')
    expect(call.segments.map(({ seq }) => seq)).toEqual(files.map(({ segment }) => segment))
    expect(call.durationMs).toBe(30 * 500)

    const more = [...files.map(announcementOf), media(999)]
    const refused = await world.announce({ sessionId: 'thirty-one', media: more })
    expect(refused.problem?.code).toBe('invalid_request')
    expect(fieldsOf(refused)).toEqual(['media'])
  })

  it('holds two silent sides apart, though their bytes are the same', async () => {
    const sides = [
      { bytes: wav, channels: ['caller'] },
      { bytes: wav, channels: ['agent'] },
    ] satisfies object[]
    const call = await world.ingestCall({ sessionId: 'silent-sides', files: sides })
    expect(call.segments[0]?.media.map(({ channels }) => channels)).toEqual([['caller'], ['agent']])
    expect(call.mediaStatus).toBe('complete')
    const again = await world.announce({ sessionId: 'silent-sides', media: sides.map(announcementOf) })
    expect(again.result.media.map(({ id }) => id)).toEqual(call.media.map(({ id }) => id))
  })

  it('estimates the start where none is said, until one is', async () => {
    const { result } = await world.announce({ sessionId: 'no-start' })
    const { recording } = await world.read(result.recordingId)
    expect(recording.isStartEstimated).toBe(true)
    expect(Math.abs(Date.parse(recording.startedAt) - Date.now())).toBeLessThan(60_000)
    await world.announce({ sessionId: 'no-start', startedAt: '2026-01-05T08:00:00Z' })
    expect((await world.read(result.recordingId)).recording).toMatchObject({
      startedAt: '2026-01-05T08:00:00.000Z',
      isStartEstimated: false,
    })
  })
})

describe('facts, files and segments that come later', () => {
  const parts: IngestBody[] = [
    { from: '+12025550101' },
    { to: '1009', startedAt: '2026-11-19T12:00:00Z' },
    { media: [media(201, { segment: 2 })] },
    { media: [media(202, { segment: 1 })], queue: 'Night' },
  ]
  const orders = [
    [0, 1, 2, 3],
    [3, 2, 1, 0],
    [2, 0, 3, 1],
  ]
  for (const order of orders) {
    it(`make the same recording in the order ${order.join(' ')}`, async () => {
      const sessionId = `order-${order.join('')}`
      const answers = []
      for (const index of order) answers.push(await world.announce({ sessionId, ...parts[index] }))
      expect(answers.map(({ status }) => status)).toEqual([201, 200, 200, 200])
      const { recording } = await world.read(answers[0]?.result.recordingId ?? '')
      expect(recording).toMatchObject({ from: '+12025550101', to: '1009', queue: 'Night', mediaStatus: 'pending' })
      expect(recording.segments.map(({ seq }) => seq)).toEqual([1, 2])
      expect(recording.startedAt).toBe('2026-11-19T12:00:00.000Z')
    })
  }

  it('fill what was not said of a file', async () => {
    const { result } = await world.announce({ sessionId: 'file-gaps', media: [media(210)] })
    const named = await world.announce({
      sessionId: 'file-gaps',
      media: [media(210, { channels: ['agent'], fileName: 'agent.wav' })],
    })
    expect(named.result.media[0]?.id).toBe(result.media[0]?.id)
    const { recording } = await world.read(result.recordingId)
    expect(onlyFile(recording)).toMatchObject({ channels: ['agent'], fileName: 'agent.wav' })
  })

  it('leave what a person corrected as it is', async () => {
    const { result } = await world.announce({ sessionId: 'corrected', from: '100', queue: 'Day' })
    const { etag } = await world.read(result.recordingId)
    const correction = { body: { from: '+12025550777' }, headers: { 'if-match': etag } }
    expect((await world.as('tara').patch(`/recordings/${result.recordingId}`, correction)).status).toBe(200)
    const again = await world.announce({ sessionId: 'corrected', from: '100', queue: 'Day', to: '7' })
    expect(again.status).toBe(200)
    expect((await world.read(result.recordingId)).recording).toMatchObject({
      ...{ from: '+12025550777', queue: 'Day', to: '7', editedFields: ['from'] },
    })
  })

  it('leave empty what a person emptied', async () => {
    const { result } = await world.announce({ sessionId: 'emptied', agentName: 'Wrong Name' })
    const correction = { body: { agentName: null }, headers: { 'if-match': '*' } }
    await world.as('tara').patch(`/recordings/${result.recordingId}`, correction)
    expect((await world.announce({ sessionId: 'emptied', agentName: 'Other Name' })).status).toBe(200)
    expect((await world.read(result.recordingId)).recording.agentName).toBeNull()
  })

  it('add pauses and headers to those that are there', async () => {
    const pause = (minute: number) => ({
      startedAt: `2026-11-19T12:0${minute}:00Z`,
      endedAt: `2026-11-19T12:0${minute}:30Z`,
      mode: 'silenced' as const,
    })
    const sessionId = 'lists'
    await world.announce({ sessionId, pauses: [pause(1)], sipHeaders: [{ name: 'X-Site', value: 'Oslo' }] })
    const { result } = await world.announce({
      ...{ sessionId, pauses: [pause(1), pause(2)] },
      sipHeaders: [
        { name: 'x-site', value: 'Oslo' },
        { name: 'X-Site', value: 'Bergen' },
      ],
    })
    const { recording } = await world.read(result.recordingId)
    expect(recording.pauses.map(({ startedAt }) => startedAt.slice(14, 16))).toEqual(['01', '02'])
    expect(recording.sipHeaders.map(({ value }) => value)).toEqual(['Oslo', 'Bergen'])
  })

  it('are refused whole where they are more headers than a recording holds', async () => {
    const wide = (start: number) =>
      Array.from({ length: 20 }, (_, index) => ({ name: `X-Wide-${start + index}`, value: '界'.repeat(1_000) }))
    const body = { sessionId: 'wide' }
    const { result } = await world.announce({ ...body, sipHeaders: wide(0) })
    const before = await world.read(result.recordingId)
    const refused = await world.announce({ ...body, from: '1', sipHeaders: wide(20) })
    expect(refused.problem).toMatchObject({ status: 400, code: 'invalid_request', errors: [{ field: 'sipHeaders' }] })
    expect(await world.read(result.recordingId)).toEqual(before)
  })
})

describe('the same again', () => {
  it('answers what is there and changes nothing', async () => {
    const body: IngestBody = {
      ...{ sessionId: 'twice', from: '1', to: '2', startedAt: '2026-11-18T08:00:00Z', durationMs: 500 },
      ...{ route: 'Sales', siprec: annCallsBen, sipHeaders: [{ name: 'Call-ID', value: 'c-1' }] },
      pauses: [{ startedAt: '2026-11-18T08:00:00Z', endedAt: '2026-11-18T08:00:01Z', mode: 'cut' }],
      media: [media(301, { channels: ['mixed'], fileName: 'a.wav' })],
    }
    const first = await world.announce(body)
    const before = await world.read(first.result.recordingId)
    const again = await world.announce(body)
    expect([first.status, again.status]).toEqual([201, 200])
    expect(again.result.recordingId).toBe(first.result.recordingId)
    expect(again.result.media[0]).toMatchObject({ id: first.result.media[0]?.id, state: 'pending' })
    expect((await world.announce(body, 'rec-acme', { 'idempotency-key': 'of-another-try' })).status).toBe(200)
    expect(await world.read(first.result.recordingId)).toEqual(before)
  })

  it('is one recording, however many say it at once', async () => {
    const body = { sessionId: 'race', from: '1', media: [media(302), media(303, { segment: 2 })] }
    const answers = await Promise.all(Array.from({ length: 10 }, () => world.announce(body)))
    expect(answers.map(({ status }) => status).sort()).toEqual([...Array(9).fill(200), 201])
    expect(new Set(answers.map(({ text, result }) => result.recordingId ?? text)).size).toBe(1)
    expect((await world.list('sessionId=race')).items).toHaveLength(1)
    expect(await world.itemsNaming(media(302).sha256)).toHaveLength(1)
  })

  it('is one recording with all files, when ten recorders each bring another part at once', async () => {
    const bring = (index: number) =>
      world.announce({ sessionId: 'parts', media: [media(310 + index, { segment: index + 1 })] })
    const answers = await Promise.all(Array.from({ length: 10 }, (_, index) => bring(index)))
    expect(answers.map(({ status }) => status).sort()).toEqual([...Array(9).fill(200), 201])
    const { recording } = await world.read(answers[0]?.result.recordingId ?? '')
    expect(recording.segments).toHaveLength(10)
  })
})

describe('without a session id', () => {
  it('the server makes one, and knows the repeat by its checksums', async () => {
    const first = await world.announce({ from: '5', media: [media(401), media(402)] })
    expect(first.status).toBe(201)
    expect(first.result.sessionId).toMatch(/^sk-/)
    const repeat = await world.announce({ media: [media(402)] })
    expect(repeat.status).toBe(200)
    expect(repeat.result).toMatchObject({
      ...{ recordingId: first.result.recordingId, sessionId: first.result.sessionId },
      media: [{ id: first.result.media[1]?.id }],
    })
  })

  it('ten repeats at once are one recording', async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, () => world.announce({ media: [media(403)] })))
    expect(new Set(answers.map(({ result }) => result.recordingId)).size).toBe(1)
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1)
  })

  it('files of two recordings in one request are a contradiction', async () => {
    await world.announce({ media: [media(404)] })
    await world.announce({ media: [media(405)] })
    const both = await world.announce({ media: [media(404), media(405)] })
    expect([both.status, both.problem?.code, fieldsOf(both)]).toEqual([409, 'contradiction', ['media']])
  })

  it('another tenant with the same file has a recording of its own', async () => {
    const acme = await world.announce({ media: [media(406)] })
    const globex = await world.announce({ media: [media(406)] }, 'rec-globex')
    expect([acme.status, globex.status]).toEqual([201, 201])
  })
})

describe('a contradiction', () => {
  const known: IngestBody = {
    ...{ from: '1', fromName: 'A', to: '2', toName: 'B', direction: 'inbound', ingressCallId: 'i', egressCallId: 'e' },
    ...{ startedAt: '2026-11-17T08:00:00Z', endedAt: '2026-11-17T08:01:00Z', durationMs: 1_000, queue: 'Q' },
    ...{ agentId: 'x', agentName: 'X', callGroupId: 'g', route: 'Sales' },
    media: [media(501, { channels: ['agent'], startOffsetMs: 100 })],
  }
  const file = media(501, { channels: ['agent'], startOffsetMs: 100 })
  const said: [field: string, IngestBody][] = [
    ['from', { from: '9' }],
    ['fromName', { fromName: 'Z' }],
    ['to', { to: '9' }],
    ['toName', { toName: 'Z' }],
    ['direction', { direction: 'outbound' }],
    ['ingressCallId', { ingressCallId: 'other' }],
    ['egressCallId', { egressCallId: 'other' }],
    ['startedAt', { startedAt: '2026-11-17T08:00:00.001Z' }],
    ['endedAt', { endedAt: '2026-11-17T08:02:00Z' }],
    ['durationMs', { durationMs: 1_001 }],
    ['agentId', { agentId: 'y' }],
    ['agentName', { agentName: 'Y' }],
    ['queue', { queue: 'R' }],
    ['callGroupId', { callGroupId: 'h' }],
    ['route', { route: 'Support' }],
    ['media[0].lengthBytes', { media: [{ ...file, lengthBytes: file.lengthBytes + 1 }] }],
    ['media[0].startOffsetMs', { media: [{ ...file, startOffsetMs: 0 }] }],
    ['media[0].contentType', { media: [{ ...file, contentType: 'audio/ogg' }] }],
    ['media[0].channels', { media: [{ ...file, channels: ['caller'] }] }],
  ]
  it.for(said)('of %s is named, and nothing is stored', async ([field, contradicting]) => {
    const { result } = await world.announce({ sessionId: 'known', ...known })
    const before = await world.read(result.recordingId)
    const answer = await world.announce({
      ...{ sessionId: 'known', sipHeaders: [{ name: 'X-New', value: field }] },
      ...contradicting,
      media: [...(contradicting.media ?? []), media(502, { segment: 7 })],
    })
    expect([answer.status, answer.problem?.code, fieldsOf(answer)]).toEqual([409, 'contradiction', [field]])
    expect(answer.problem?.detail).toContain(field)
    expect(await world.read(result.recordingId)).toEqual(before)
  })

  it('names all of its fields at once', async () => {
    const { result } = await world.announce({ sessionId: 'several', from: '1', to: '2' })
    const answer = await world.announce({ sessionId: 'several', from: '8', to: '9' })
    expect(fieldsOf(answer)).toEqual(['from', 'to'])
    expect((await world.read(result.recordingId)).recording).toMatchObject({ from: '1', to: '2' })
  })

  it('is an end that lies before the start known', async () => {
    await world.announce({ sessionId: 'ends-first', startedAt: '2026-11-17T08:00:00Z' })
    const answer = await world.announce({ sessionId: 'ends-first', endedAt: '2026-11-17T07:00:00Z' })
    expect([answer.status, fieldsOf(answer)]).toEqual([409, ['endedAt']])
  })
})

describe('Idempotency-Key', () => {
  const key = { 'idempotency-key': 'key-1' }
  it('repeated, answers the recording that the first request made', async () => {
    const first = await world.announce({ from: 'keyed' }, 'rec-acme', key)
    const again = await world.announce({ from: 'keyed' }, 'rec-acme', key)
    expect([first.status, again.status]).toEqual([201, 200])
    expect(again.result.recordingId).toBe(first.result.recordingId)
  })

  it('repeated at once, makes one recording', async () => {
    const once = { 'idempotency-key': 'key-at-once' }
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => world.announce({ from: 'keyed at once' }, 'rec-acme', once)),
    )
    expect(new Set(answers.map(({ result }) => result.recordingId)).size).toBe(1)
  })

  it('used for another request, is refused and stores nothing', async () => {
    await world.announce({ sessionId: 'key-first' }, 'rec-acme', { 'idempotency-key': 'key-2' })
    const other = await world.announce({ sessionId: 'key-other' }, 'rec-acme', { 'idempotency-key': 'key-2' })
    expect([other.status, other.problem?.code]).toEqual([422, 'idempotency_key_reused'])
    expect((await world.list('sessionId=key-other')).items).toEqual([])
  })

  it('belongs to its caller', async () => {
    const shared = { 'idempotency-key': 'key-3' }
    const acme = await world.announce({ from: 'a' }, 'rec-acme', shared)
    const globex = await world.announce({ from: 'b' }, 'rec-globex', shared)
    expect([acme.status, globex.status]).toEqual([201, 201])
  })

  it('must be one that can be kept', async () => {
    const answer = await world.announce({ from: 'a' }, 'rec-acme', { 'idempotency-key': 'x'.repeat(256) })
    expect(answer.problem?.code).toBe('invalid_request')
  })
})

describe('SIP headers of the recording INVITE', () => {
  it('give session id, ingress call id and caller where nothing else does', async () => {
    const { result } = await world.announce({
      sipHeaders: [
        { name: 'x-isr-ucid', value: 'ucid-77;encoding=hex' },
        { name: 'CALL-ID', value: 'abc@10.0.0.1' },
        { name: 'P-Asserted-Identity', value: '"sip:0@fake" <sip:+1-202-555-0123@pbx.example;user=phone>' },
      ],
    })
    expect(result.sessionId).toBe('ucid-77')
    expect((await world.read(result.recordingId)).recording).toMatchObject({
      ...{ ingressCallId: 'abc@10.0.0.1', from: '+12025550123', sessionId: 'ucid-77' },
    })
    const again = await world.announce({ sessionId: 'ucid-77' })
    expect([again.status, again.result.recordingId]).toEqual([200, result.recordingId])
  })

  it('do not contradict what is said outright', async () => {
    const sipHeaders = [{ name: 'Call-ID', value: 'from-the-header' }]
    const { result } = await world.announce({ sessionId: 'headers-derive', ingressCallId: 'said', sipHeaders })
    expect((await world.announce({ sessionId: 'headers-derive', sipHeaders })).status).toBe(200)
    expect((await world.read(result.recordingId)).recording.ingressCallId).toBe('said')
  })

  it('longer than an id may be are kept and name nothing', async () => {
    const long = '界'.repeat(1_000)
    const { result, status } = await world.announce({
      sipHeaders: ['X-ISR-UCID', 'Call-ID'].map((name) => ({ name, value: long })),
    })
    expect(status).toBe(201)
    expect(result.sessionId).toMatch(/^sk-/)
    const { recording } = await world.read(result.recordingId)
    expect(recording.ingressCallId).toBeNull()
    expect(recording.sipHeaders[1]?.value).toBe(long)
  })
})

describe('a SIPREC document', () => {
  it('gives the facts that nothing else says, and the participants', async () => {
    const siprec = annCallsBen.replaceAll('call-4711', 'siprec-1')
    const { result } = await world.announce({ siprec, to: '2099' })
    expect(result.sessionId).toBe('siprec-1')
    expect((await world.read(result.recordingId)).recording).toMatchObject({
      ...{ from: '2001', fromName: 'Ann Archer', to: '2099', callGroupId: 'grp-77' },
      startedAt: '2026-03-01T09:30:00.250Z',
      participants: [{ participantId: 'p-ann', name: 'Ann Archer' }, { participantId: 'p-ben' }],
    })
  })

  it('that cannot be read is kept and hurts nothing', async () => {
    const { status, result } = await world.announce({ sessionId: 'siprec-broken', siprec: '<recording' })
    expect(status).toBe(201)
    const kept = await world.itemsNaming(result.recordingId)
    expect(kept.filter(({ SK }) => String(SK).startsWith('SIPREC'))).toHaveLength(1)
  })
})

describe('the route', () => {
  it('is the Default one unless named, whatever the case of its name', async () => {
    const routes = await world.as('tara').get('/routes')
    expect(routes.body).toMatchObject({ items: [{ name: 'Default', isDefault: true }, { name: 'Sales' }, {}] })
    const plain = await world.announce({ sessionId: 'route-default' })
    await expect(world.read(plain.result.recordingId, 'uma')).rejects.toThrow('404')
    const sales = await world.announce({ sessionId: 'route-sales', route: 'sALES' })
    expect((await world.read(sales.result.recordingId, 'uma')).recording.sessionId).toBe('route-sales')
  })

  it('may be named later', async () => {
    const { result } = await world.announce({ sessionId: 'route-later' })
    await world.announce({ sessionId: 'route-later', route: 'Sales' })
    expect((await world.read(result.recordingId, 'uma')).recording.sessionId).toBe('route-later')
    expect((await world.list('', 'uma')).items.map(({ sessionId }) => sessionId)).toContain('route-later')
  })

  it('that nobody made is refused by name', async () => {
    const answer = await world.announce({ sessionId: 'route-unknown', route: 'Sails' })
    expect([answer.status, answer.problem?.code, fieldsOf(answer)]).toEqual([400, 'invalid_request', ['route']])
    expect((await world.list('sessionId=route-unknown')).items).toEqual([])
  })
})

describe('a file announced after another has arrived', () => {
  it('makes the recording pending again until it is there', async () => {
    const call = await world.ingestCall({ sessionId: 'late-file', files: [{ bytes: shortWav(601) }] })
    expect(call.mediaStatus).toBe('complete')
    const late = await world.announce({ sessionId: 'late-file', media: [media(602, { segment: 2 })] })
    expect((await world.read(call.recordingId)).recording.mediaStatus).toBe('pending')
    const [place] = late.result.media
    if (place?.upload) await upload(place.upload, shortWav(602))
    const whole = await world.ingestCall({ sessionId: 'late-file' })
    expect(whole.mediaStatus).toBe('complete')
  })
})
