import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { runDeadLetters } from '../../bin/dead-letters/index.ts'
import { announcementOf, onlyFile, sha256Of, shortWav, upload } from '../given/cloud.ts'
import { makeWav } from '../given/wav.ts'
import { givenHeldWorld, type Happening, type HeldWorld } from './given.ts'

let held: HeldWorld
let complaints: string[] = []
beforeAll(async () => {
  held = await givenHeldWorld()
})
afterAll(() => held.close())
beforeEach(() => {
  complaints = []
  vi.spyOn(console, 'error').mockImplementation((line) => void complaints.push(String(line)))
})
afterEach(async () => {
  held.line.mend()
  await held.happened()
  for (const queue of ['arrivals', 'reaper'] as const) await held.deadLetters(queue)
  vi.restoreAllMocks()
})

let calls = 0
/** A call whose file is stored; nobody has heard of that yet. */
async function givenStored() {
  calls += 1
  const bytes = shortWav(400 + calls)
  const { result } = await held.world.announce({ sessionId: `failing-${calls}`, media: [announcementOf({ bytes })] })
  const [file] = result.media
  if (!file?.upload) throw new Error('there is no upload')
  expect((await upload(file.upload, bytes)).status).toBe(200)
  const [message] = await held.happened()
  if (message?.kind !== 'message') throw new Error('nothing happened')
  const { recordingId } = result
  return {
    ...{ recordingId, mediaId: file.id, message, body: message.body },
    state: async () => onlyFile((await held.world.read(recordingId)).recording).state,
  }
}

/** A deleted call whose deletion nobody has heard of. */
async function givenDeleted() {
  const { recordingId, message } = await givenStored()
  await held.deliver(message)
  await held.world.as('tara').delete(`/recordings/${recordingId}`, { headers: { 'if-match': '*' } })
  const records = (await held.happened()).filter(({ kind }) => kind === 'record')
  return { recordingId, records, isGone: async () => (await held.world.versionsOf(recordingId)).length === 0 }
}

async function deadLetters(...args: string[]) {
  const [said, complained]: [string[], string[]] = [[], []]
  const world = {
    env: {},
    root: held.world.home,
    home: held.world.home,
    say: (l: string) => said.push(l),
    complain: (l: string) => complained.push(l),
  }
  const code = await runDeadLetters(args, world)
  return { code, said, complained }
}

describe('a message that fails', () => {
  it('is kept, and said to come again sooner than its visibility would have it', async () => {
    const { message, state } = await givenStored()
    held.line.breakAt(1, false)
    expect(await held.deliver(message)).toEqual([message])
    held.line.mend()
    expect(await state()).toBe('pending')
    expect(await held.deliver(message)).toEqual([])
    expect(await state()).toBe('available')
    expect(await held.deadLetters('arrivals')).toEqual([])
  })

  it('after its last receive is a dead letter with the error’s name and ids, and no word of a call', async () => {
    const { body, recordingId, mediaId } = await givenStored()
    held.line.breakAt(1, false)
    expect(await held.deliverAgain('arrivals', body, 4)).toBe(false)
    expect(await held.deliverAgain('arrivals', body, 5)).toBe(true)
    const [letter, ...others] = await held.deadLetters('arrivals')
    expect(others).toEqual([])
    expect(letter).toMatchObject({
      ...{ reason: 'AccessDeniedException', receives: 5, message: body },
      about: { tenantId: expect.stringMatching(/^[0-9a-z]{26}$/), recordingId, mediaId },
    })
    // The refusal's own words, for one.
    expect(JSON.stringify(letter) + complaints.join()).not.toContain('killed')
  })

  it.for([
    ['arrivals', 'no JSON'],
    ['arrivals', '{"detail-type":"Object Deleted","detail":{"object":{"key":"t/x/r/y"}}}'],
    ['reaper', '{"tenantId":"x","recordingId":"01k0000000000000000000000a"}'],
  ] as const)('of %s because nobody can read it (%s) is a dead letter at once', async ([queue, body]) => {
    expect(await held.deliverAgain(queue, body, 1)).toBe(true)
    expect(await held.deadLetters(queue)).toMatchObject([{ reason: 'UnreadableMessage', receives: 1, message: body }])
  })

  it('leaves the others of its batch alone', async () => {
    const [one, other] = [await givenStored(), await givenStored()]
    const poison: Happening = { kind: 'message', queue: 'arrivals', body: 'no JSON' }
    expect(await held.deliver(one.message, poison, other.message)).toEqual([])
    expect([await one.state(), await other.state()]).toEqual(['available', 'available'])
    const last = await givenStored()
    held.line.breakAt(1, false)
    expect(await held.deliver(poison, last.message, poison)).toEqual([last.message])
  })
})

describe('a deletion that fails', () => {
  it('goes to the queue and lets those behind it in the shard go on', async () => {
    const [first, second] = [await givenDeleted(), await givenDeleted()]
    held.line.breakAt(1, false)
    expect(await held.deliver(...first.records)).toEqual([])
    held.line.mend()
    expect(await held.deliver(...second.records)).toEqual([])
    expect([await first.isGone(), await second.isGone()]).toEqual([false, true])
    const messages = (await held.happened()).filter(({ kind }) => kind === 'message')
    expect(messages).toHaveLength(1)
    expect(await held.deliver(...messages)).toEqual([])
    expect(await first.isGone()).toBe(true)
  })

  it('for good is a dead letter, and the sweep carries it out all the same', async () => {
    const { recordingId, records, isGone } = await givenDeleted()
    held.line.breakAt(1, false)
    await held.deliver(...records)
    held.line.mend()
    const [message] = (await held.happened()).filter(({ kind }) => kind === 'message')
    const body = message?.kind === 'message' ? message.body : ''
    held.line.breakAt(1, false)
    expect(await held.deliverAgain('reaper', body, 5)).toBe(true)
    held.line.mend()
    expect(await held.deadLetters('reaper')).toMatchObject([
      { reason: 'AccessDeniedException', about: { recordingId } },
    ])
    await held.world.cloud.runSchedule('reaper')
    expect(await isGone()).toBe(true)
  })
})

describe('npm run dead-letters', () => {
  it('says that there are none', async () => {
    expect(await deadLetters()).toMatchObject({ code: 0, said: ['There are no dead letters.'] })
  })

  it('lists them with queue, reason and ids, twice the same', async () => {
    const { body, recordingId } = await givenStored()
    held.line.breakAt(1, false)
    await held.deliverAgain('arrivals', body, 5)
    held.line.mend()
    await held.deliverAgain('reaper', '?', 1)
    const list = await deadLetters('list')
    expect(list.code).toBe(1)
    expect(list.said).toHaveLength(3)
    expect(list.said[0]).toMatch(new RegExp(`arrivals  AccessDeniedException  5 times .* recordingId ${recordingId} `))
    expect(list.said[1]).toMatch(/reaper {2}UnreadableMessage {2}1 times/)
    expect(list.said[2]).toBe('Dead letters: 2.')
    expect((await deadLetters('list')).said).toEqual(list.said)
    const [json] = (await deadLetters('list', '--json', '--function', 'arrivals')).said
    expect(JSON.parse(json ?? '')).toMatchObject({ function: 'arrivals', about: { recordingId }, message: body })
  })

  it('sends one again, whose function then deals with it, and leaves the others', async () => {
    const { body, state } = await givenStored()
    held.line.breakAt(1, false)
    await held.deliverAgain('arrivals', body, 5)
    held.line.mend()
    await held.deliverAgain('arrivals', 'poison', 1)
    const { said } = await deadLetters('list', '--json')
    const id = JSON.parse(said.find((line) => line.includes('AccessDenied')) ?? '').id
    expect(await deadLetters('retry', id)).toMatchObject({ code: 0, said: ['Sent again: 1.'] })
    const [message, ...others] = await held.happened()
    expect([message, others]).toEqual([{ kind: 'message', queue: 'arrivals', body }, []])
    if (message) await held.deliver(message)
    expect(await state()).toBe('available')
    expect(await deadLetters('retry', id)).toMatchObject({ code: 1, said: ['Sent again: 0. Not found: 1.'] })
    expect((await held.deadLetters('arrivals')).map(({ message: text }) => text)).toEqual(['poison'])
  })

  it('forgets what is discarded', async () => {
    for (const body of ['one', 'two']) await held.deliverAgain('arrivals', body, 1)
    await held.deliverAgain('reaper', 'three', 1)
    expect(await deadLetters('discard', '--all', '--function', 'arrivals')).toMatchObject({ said: ['Discarded: 2.'] })
    expect(await held.deadLetters('arrivals')).toEqual([])
    expect(await held.deadLetters('reaper')).toHaveLength(1)
  })

  it.for([
    [['forget', 'x'], 'There is no forget'],
    [['retry'], 'Say which ones'],
    [['discard', 'x', '--all'], 'Say which ones'],
    [['list', '--function', 'other'], 'There is no function other'],
    [['list', '--quiet'], '--quiet'],
  ] as const)('%s is told what to say instead', async ([args, words]) => {
    const { code, complained } = await deadLetters(...args)
    expect([code, complained.join()]).toEqual([2, expect.stringContaining(words)])
  })
})

describe('a file whose parts are joined and which nobody has looked at yet', () => {
  it('is there for its recorder: nothing is sent again', async () => {
    const bytes = makeWav({ format: 'pcm16', channels: 1, sampleRateHz: 8_000, durationMs: 340_000 })
    const { result } = await held.world.announce({ sessionId: 'joined', media: [announcementOf({ bytes })] })
    const [file] = result.media
    const path = `/recordings/${result.recordingId}/segments/1/media/${file?.id}/upload`
    const recorder = held.world.as('rec-acme')
    const ask = (parts: Uint8Array[]) =>
      recorder.post(`${path}/parts`, {
        body: { parts: parts.map((part, index) => ({ number: index + 1, sha256: sha256Of(part) })) },
      })
    const partBytes = file?.parts?.partBytes ?? 0
    const parts = [bytes.subarray(0, partBytes), bytes.subarray(partBytes)]
    const { uploads } = (await ask(parts)).body as { uploads: Parameters<typeof upload>[0][] } // held to the contract
    for (const [index, place] of uploads.entries()) await upload(place, parts[index] ?? new Uint8Array())
    for (const _ of [1, 2]) expect((await recorder.post(`${path}/complete`)).body).toEqual({ state: 'pending' })
    expect((await ask(parts)).problem?.code).toBe('media_accepted')
    expect((await recorder.get(`${path}/parts`)).problem?.code).toBe('media_accepted')

    // Its event is lost: the sweep reads it to its end.
    expect(await held.happened()).toHaveLength(1)
    await held.later.onSchedule('arrivals')
    expect(onlyFile((await held.world.read(result.recordingId)).recording).state).toBe('available')
  })
})
