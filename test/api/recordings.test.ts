import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  announcementOf,
  type GivenCloud,
  givenCloud,
  onlyFile,
  type RecordingView,
  shortWav,
  until,
  upload,
} from '../given/cloud.ts'

let world: GivenCloud
beforeAll(async () => {
  world = await givenCloud()
})
afterAll(() => world.close())

type Presigned = { url: string; expiresAt: string; fileName?: string }
let calls = 0
async function givenCall(facts: object = {}, bytes = shortWav(2_000 + calls)) {
  calls += 1
  const call = await world.ingestCall({ sessionId: `call-${calls}`, ...facts, files: [{ bytes, channels: ['agent'] }] })
  const { etag } = await world.read(call.recordingId)
  const path = `/recordings/${call.recordingId}`
  return { call, etag, path, bytes, media: `${path}/segments/1/media/${onlyFile(call).id}` }
}
const presigned = async (path: string) => (await world.as('tara').post(path)).body as Presigned // held to the contract

describe('correcting facts', () => {
  const correct = async (path: string, body: object, etag: string, login: 'tara' | 'uma' = 'tara') => {
    const answer = await world.as(login).patch(path, { body, headers: { 'if-match': etag } })
    return { ...answer, etag: answer.headers.get('etag') ?? '', recording: answer.body as RecordingView }
  }

  it('changes what is said, marks it as corrected and gives the new ETag', async () => {
    const { path, etag } = await givenCall({ from: '1', to: '2' })
    const corrected = await correct(path, { from: '+12025550100', direction: 'outbound' }, etag)
    expect(corrected.status).toBe(200)
    expect(corrected.recording).toMatchObject({ from: '+12025550100', to: '2', direction: 'outbound' })
    expect(corrected.recording.editedFields).toEqual(['direction', 'from'])
    expect(corrected.etag).not.toBe(etag)
    const read = await world.as('tara').get(path)
    expect(read.headers.get('etag')).toBe(corrected.etag)
    expect(read.body).toEqual(corrected.body)
  })

  it('with null clears', async () => {
    const { path, etag } = await givenCall({ queue: 'Q', agentName: 'A' })
    const { recording } = await correct(path, { queue: null }, etag)
    expect(recording).toMatchObject({ queue: null, agentName: 'A' })
  })

  it('of nothing changes nothing', async () => {
    const { path, etag } = await givenCall()
    expect((await correct(path, {}, etag)).etag).toBe(etag)
  })

  it('with an old ETag succeeds where nobody corrected the same fact since, else names it', async () => {
    const { path, etag } = await givenCall({ from: '1', to: '2', queue: 'Q', route: 'Sales' })
    expect((await correct(path, { from: '10' }, etag, 'uma')).status).toBe(200)
    expect((await correct(path, { to: '20' }, etag)).status).toBe(200)
    const late = await correct(path, { from: '11', to: '21', queue: 'R' }, etag)
    expect(late.problem).toMatchObject({
      code: 'precondition_failed',
      errors: [{ field: 'from' }, { field: 'to' }],
    })
    const { recording } = await world.read(path.slice('/recordings/'.length))
    expect(recording).toMatchObject({ from: '10', to: '20', queue: 'Q' })
    expect((await correct(path, { from: '12' }, '*')).status).toBe(200)
  })

  it('by seven at once keeps both where they say different things', async () => {
    const { path, etag } = await givenCall()
    const said = { from: '1', to: '2', queue: '3', agentId: '4', agentName: '5', fromName: '6', toName: '7' }
    const answers = await Promise.all(
      Object.entries(said).map(([field, value]) => correct(path, { [field]: value }, etag)),
    )
    expect(answers.map(({ status }) => status)).toEqual(Array(7).fill(200))
    expect((await world.read(path.slice('/recordings/'.length))).recording).toMatchObject(said)
  })

  it('needs an ETag of this recording', async () => {
    const { path } = await givenCall()
    const missing = await world.as('tara').patch(path, { body: { from: '1' } })
    expect([missing.status, missing.problem?.code]).toEqual([428, 'precondition_required'])
    for (const wrong of ['"v99"', '"v0"', 'v1', 'W/"v1"', '"other"']) {
      expect([wrong, (await correct(path, { from: '1' }, wrong)).status]).toEqual([wrong, 412])
    }
  })

  it('takes no other facts, and none that are no facts', async () => {
    const { path, etag } = await givenCall()
    const wrong: [object, string][] = [
      [{ startedAt: '2026-01-01T00:00:00Z' }, 'startedAt'],
      [{ version: 9 }, 'version'],
      [{ direction: null }, 'direction'],
      [{ from: '' }, 'from'],
      [{ from: 'line\nbreak' }, 'from'],
      [{ queue: 'x'.repeat(129) }, 'queue'],
    ]
    for (const [body, field] of wrong) {
      expect((await correct(path, body, etag)).problem).toMatchObject({ code: 'invalid_request', errors: [{ field }] })
    }
    expect((await world.as('tara').get(path)).headers.get('etag')).toBe(etag)
  })
})

describe('playback', () => {
  it('gives a URL that plays with Range, as what it is, for five minutes at most', async () => {
    const { media, bytes } = await givenCall()
    const { url, expiresAt } = await presigned(`${media}/playback`)
    expect(Date.parse(expiresAt)).toBeGreaterThan(Date.now())
    expect(Date.parse(expiresAt) - Date.now()).toBeLessThanOrEqual(300_000)
    expect(Number(new URL(url).searchParams.get('X-Amz-Expires'))).toBeLessThanOrEqual(300)

    const whole = await fetch(url)
    expect([whole.status, whole.headers.get('content-type')]).toEqual([200, 'audio/wav'])
    expect(whole.headers.get('content-disposition')).toBeNull()
    expect(new Uint8Array(await whole.arrayBuffer())).toEqual(bytes)

    const part = await fetch(url, { headers: { range: 'bytes=100-199' } })
    expect([part.status, part.headers.get('content-range')]).toEqual([206, `bytes 100-199/${bytes.length}`])
    expect(new Uint8Array(await part.arrayBuffer())).toEqual(bytes.subarray(100, 200))
    const tail = await fetch(url, { headers: { range: 'bytes=-10' } })
    expect(new Uint8Array(await tail.arrayBuffer())).toEqual(bytes.subarray(-10))
    expect((await fetch(url, { headers: { range: `bytes=${bytes.length}-` } })).status).toBe(416)
  })

  it('of a file announced as nothing in particular has the type that its bytes have', async () => {
    const call = await world.ingestCall({
      ...{ sessionId: 'octets', files: [{ bytes: shortWav(777), contentType: 'application/octet-stream' }] },
    })
    const { url } = await presigned(`/recordings/${call.recordingId}/segments/1/media/${onlyFile(call).id}/playback`)
    expect((await fetch(url)).headers.get('content-type')).toBe('audio/wav')
  })

  it('lets nothing be written', async () => {
    const { media } = await givenCall()
    const { url } = await presigned(`${media}/playback`)
    for (const method of ['PUT', 'DELETE']) expect((await fetch(url, { method })).status).toBe(403)
  })

  it('waits for a file that has not arrived', async () => {
    const { result } = await world.announce({ sessionId: 'awaited', media: [announcementOf({ bytes: shortWav(888) })] })
    const path = `/recordings/${result.recordingId}/segments/1/media/${result.media[0]?.id}`
    for (const way of ['playback', 'download']) {
      expect((await world.as('tara').post(`${path}/${way}`)).problem?.code).toBe('media_not_ready')
    }
  })
})

describe('download', () => {
  const named: [from: string, to: string, name: RegExp][] = [
    ['+12025550143', '1002', /^2026-11-20 10\.00\.00 \+12025550143 to 1002 agent\.wav$/],
    ['Zoë 山田', 'हिन्दी', /^2026-11-20 10\.00\.00 Zoë 山田 to हिन्दी agent\.wav$/],
    ['../../etc/passwd', 'C:\\x"y*?', /^2026-11-20 10\.00\.00 [\w.]+ to C__x_y__ agent\.wav$/],
    ['𝒜'.repeat(200), '\u202egpj.exe', /^2026-11-20 10\.00\.00 𝒜+ to _gpj\.exe agent\.wav$/u],
  ]
  it.for(named)('from %s to %s has a telling and safe name', async ([from, to, name]) => {
    const { media, bytes } = await givenCall({ from, to, startedAt: '2026-11-20T10:00:00Z' })
    const { url, fileName = '' } = await presigned(`${media}/download`)
    expect(fileName).toMatch(name)
    const saved = await fetch(url)
    const disposition = saved.headers.get('content-disposition') ?? ''
    expect(disposition).toMatch(/^attachment; filename="[\x20-\x7e]+"; filename\*=UTF-8''/)
    expect(decodeURIComponent(/filename\*=UTF-8''(.*)$/.exec(disposition)?.[1] ?? '')).toBe(fileName)
    expect(new Uint8Array(await saved.arrayBuffer())).toEqual(bytes)
  })

  it('of what calls itself a page is no page', async () => {
    const bytes = new TextEncoder().encode('<script>alert(1)</script>')
    const call = await world.ingestCall({ sessionId: 'page', files: [{ bytes, contentType: 'text/html' }] })
    const media = `/recordings/${call.recordingId}/segments/1/media/${onlyFile(call).id}`
    const saved = await fetch((await presigned(`${media}/download`)).url)
    expect(saved.headers.get('content-type')).toBe('application/octet-stream')
  })
})

describe('deleting', () => {
  const remove = (path: string, etag: string | undefined) =>
    world.as('tara').delete(path, { headers: { ...(etag !== undefined && { 'if-match': etag }) } })
  const gone = (recordingId: string) =>
    until(async () => {
      const items = await world.itemsOutsideAuditNaming(recordingId)
      return items.length === 0 && (await world.versionsOf(recordingId)).length === 0
    })

  it('takes away metadata, every object version and every issued URL', async () => {
    const { path, etag, media, call } = await givenCall({
      ...{ callGroupId: 'g', ingressCallId: 'i', siprec: '<x/>', sipHeaders: [{ name: 'X-A', value: 'b' }] },
    })
    const urls = [(await presigned(`${media}/playback`)).url, (await presigned(`${media}/download`)).url]
    expect(await world.fileVersionsOf(call.recordingId)).toHaveLength(1)
    expect((await remove(path, etag)).status).toBe(204)
    for (const url of urls) expect([403, 404]).toContain((await fetch(url)).status)
    for (const way of ['playback', 'download'])
      expect((await world.as('tara').post(`${media}/${way}`)).status).toBe(404)
    expect((await world.as('tara').get(path)).status).toBe(404)
    expect((await remove(path, etag)).status).toBe(404)
    for (const criterion of [`sessionId=${call.sessionId}`, 'callGroupId=g', 'callId=i', '']) {
      expect((await world.list(criterion)).items.map(({ id }) => id)).not.toContain(call.recordingId)
    }
    await gone(call.recordingId)
    for (const url of urls) expect([403, 404]).toContain((await fetch(url)).status)
  })

  it('leaves other recordings as they are', async () => {
    const one = await givenCall()
    const other = await givenCall()
    const { url } = await presigned(`${other.media}/playback`)
    await remove(one.path, one.etag)
    await gone(one.call.recordingId)
    expect((await fetch(url)).status).toBe(200)
    expect((await world.read(other.call.recordingId)).etag).toBe(other.etag)
  })

  it('needs the ETag of what is there', async () => {
    const { path, etag, call } = await givenCall()
    const missing = await remove(path, undefined)
    expect([missing.status, missing.problem?.code]).toEqual([428, 'precondition_required'])
    await world.announce({ sessionId: call.sessionId, queue: 'new' })
    const stale = await remove(path, etag)
    expect([stale.status, stale.problem?.code]).toEqual([412, 'precondition_failed'])
    expect((await remove(path, (await world.read(call.recordingId)).etag)).status).toBe(204)
  })

  it('by many at once happens once', async () => {
    const { path } = await givenCall()
    const answers = await Promise.all(Array.from({ length: 5 }, () => remove(path, '*')))
    expect(answers.map(({ status }) => status).sort()).toEqual([204, 404, 404, 404, 404])
  })

  it('clears what is uploaded later with an old URL', async () => {
    const bytes = shortWav(1_234)
    const { result } = await world.announce({ sessionId: 'late-upload', media: [announcementOf({ bytes })] })
    const [file] = result.media
    const { etag } = await world.read(result.recordingId)
    expect((await remove(`/recordings/${result.recordingId}`, etag)).status).toBe(204)
    await gone(result.recordingId)
    if (!file?.upload) throw new Error('there is no upload')
    expect((await upload(file.upload, bytes)).status).toBe(200)
    await gone(result.recordingId)
  })

  it('frees session id, checksums and Idempotency-Key for the same call to be announced anew', async () => {
    const bytes = shortWav(1_235)
    const body = { media: [announcementOf({ bytes })] }
    const key = { 'idempotency-key': 'deleted-and-anew' }
    const first = await world.announce(body, 'rec-acme', key)
    const session = await world.announce({ sessionId: 'anew', from: 'first' })
    for (const { result } of [first, session]) {
      expect((await remove(`/recordings/${result.recordingId}`, '*')).status).toBe(204)
    }
    const again = await world.announce(body, 'rec-acme', key)
    const anew = await world.announce({ sessionId: 'anew', from: 'second' })
    expect([again.status, anew.status]).toEqual([201, 201])
    expect(again.result.recordingId).not.toBe(first.result.recordingId)
    await gone(first.result.recordingId)
    expect((await world.announce(body, 'rec-acme')).result.recordingId).toBe(again.result.recordingId)
    expect((await world.read(anew.result.recordingId)).recording.from).toBe('second')
  })
})
