import { PutObjectCommand } from '@aws-sdk/client-s3'
import fc from 'fast-check'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { bucketName } from '../../local/cloud.ts'
import { announcementOf, type GivenFile, shortWav, type Upload, upload } from '../given/cloud.ts'
import { givenHeldWorld, type Happening, type HeldWorld } from './given.ts'

/** Each order is tried on recordings of its own; many more at night. */
const orders = Number(process.env.SOUNDKEEP_ORDERS ?? 8)

let held: HeldWorld
let clean: State
beforeAll(async () => {
  held = await givenHeldWorld()
  const calls = await givenCalls()
  await settle(await held.happened())
  clean = await stateOf(calls)
})
afterAll(() => held.close())
beforeEach(() => {
  // Faults are reported there, as they are meant to be.
  vi.spyOn(console, 'error').mockImplementation(() => {})
})
afterEach(() => vi.restoreAllMocks())

type Calls = Record<'bothSides' | 'oneWrong' | 'deleted' | 'deletedEarly' | 'sentLate' | 'halfSent', string>

let rounds = 0
/** Calls in every state that events meet, made before the first event is told. */
async function givenCalls(): Promise<Calls> {
  rounds += 1
  const { world } = held
  const announce = async (name: string, files: GivenFile[]) => {
    const body = { sessionId: `${name}-${rounds}`, media: files.map(announcementOf) }
    const { result } = await world.announce(body)
    const places = result.media.map((file) => {
      if (!file.upload) throw new Error('there is no upload')
      return file.upload
    })
    return { id: result.recordingId, places, files }
  }
  const send = async (place: Upload | undefined, file: GivenFile | undefined) => {
    if (!place || !file) throw new Error('there is no such file')
    expect((await upload(place, file.bytes)).status).toBe(200)
  }
  const remove = async (id: string) => {
    const answer = await world.as('tara').delete(`/recordings/${id}`, { headers: { 'if-match': '*' } })
    expect(answer.status).toBe(204)
  }
  const file = (channel: 'caller' | 'agent', toneHz: number) => ({ bytes: shortWav(toneHz), channels: [channel] })

  // Its deletion is carried out by the time that its file comes.
  const sentLate = await announce('late', [file('caller', 1_400)])
  await remove(sentLate.id)
  await settle(await held.happened())
  await send(sentLate.places[0], sentLate.files[0])

  const bothSides = await announce('both', [file('caller', 500), file('agent', 600)])
  for (const index of [0, 1]) await send(bothSides.places[index], bothSides.files[index])

  const oneWrong = await announce('wrong', [file('caller', 700), file('agent', 800)])
  await send(oneWrong.places[0], oneWrong.files[0])
  const Key = decodeURIComponent(new URL(oneWrong.places[1]?.url ?? '').pathname).replace(`/${bucketName}/`, '')
  await world.operator.send(
    new PutObjectCommand({ Bucket: bucketName, Key, Body: shortWav(900), ChecksumAlgorithm: 'SHA256' }),
  )

  const deleted = await announce('deleted', [file('caller', 1_000)])
  await send(deleted.places[0], deleted.files[0])
  await remove(deleted.id)

  const deletedEarly = await announce('early', [file('caller', 1_100)])
  await remove(deletedEarly.id)
  await send(deletedEarly.places[0], deletedEarly.files[0])

  const halfSent = await announce('half', [file('caller', 1_200), file('agent', 1_300)])
  await send(halfSent.places[0], halfSent.files[0])

  return {
    ...{ bothSides: bothSides.id, oneWrong: oneWrong.id, deleted: deleted.id },
    ...{ deletedEarly: deletedEarly.id, sentLate: sentLate.id, halfSent: halfSent.id },
  }
}

type State = Record<string, unknown>

/** What people, the store and the table have of the calls in the end. */
async function stateOf(calls: Calls): Promise<State> {
  const state: State = {}
  for (const [name, id] of Object.entries(calls)) {
    const { status, body } = await held.world.as('tara').get(`/recordings/${id}`)
    const items = (await held.world.itemsNaming(id)).filter(({ PK }) => !String(PK).includes('#AUDIT'))
    const { mediaStatus, durationMs, segments = [] } = body as Partial<Awaited<ReturnType<typeof readOf>>>
    state[name] = {
      ...{ status, mediaStatus, durationMs, versions: (await held.world.fileVersionsOf(id)).length },
      kindsOfItems: status === 404 ? items.length : 'kept',
      files: segments
        .flatMap(({ media }) => media)
        .map(({ channels, state, problem, isPlayable, durationMs }) => ({
          ...{ channels, state, problem, isPlayable, durationMs },
        }))
        .sort((a, b) => a.channels.join().localeCompare(b.channels.join())),
    }
  }
  return state
}
const readOf = async (id: string) => (await held.world.read(id)).recording

/** Hands over what is left, one after the other and whatever it leads to, until nothing is. */
async function settle(left: readonly Happening[]): Promise<void> {
  let pending = [...left]
  for (let turns = 0; pending.length > 0; turns++) {
    if (turns > 200) throw new Error('it does not come to rest')
    const [next, ...rest] = pending
    const failed = next ? await held.deliver(next) : []
    pending = [...rest, ...failed, ...(await held.happened())]
  }
}

const poison = [
  '',
  'no JSON',
  '{"detail-type":"Object Created","detail":{}}',
  '{"detail-type":"Object Created","detail":{"object":{"key":"t/../r/x"}}}',
  '{"tenantId":"01k0acme000000000000000000","recordingId":"*"}',
]

type Step =
  | { does: 'deliver' | 'repeat' | 'lose'; which: number }
  | { does: 'kill'; which: number; at: number; isDone: boolean }
  | { does: 'poison'; which: number; queue: 'arrivals' | 'reaper' }

const which = fc.nat(30)
const anyStep: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ does: fc.constantFrom('deliver', 'repeat', 'lose'), which }),
  fc.record({ does: fc.constant('kill'), which, at: fc.integer({ min: 1, max: 8 }), isDone: fc.boolean() }),
  fc.record({ does: fc.constant('poison'), which, queue: fc.constantFrom('arrivals', 'reaper') }),
)

/**
 * Takes the steps, each on a happening of its choice. The event of a file that came after its call was deleted is not lost:
 * nothing else tells of that object, and EventBridge brings events at least once.
 * @returns what has not been dealt with
 */
async function take(steps: readonly Step[], { sentLate }: Calls): Promise<Happening[]> {
  let pending = await held.happened()
  for (const step of steps) {
    if (step.does === 'poison') {
      const body = poison[step.which % poison.length] ?? ''
      expect(await held.deliver({ kind: 'message', queue: step.queue, body })).toEqual([])
      continue
    }
    if (pending.length === 0) break
    const [chosen] = pending.splice(step.which % pending.length, 1)
    const mayBeLost = chosen?.kind !== 'message' || !chosen.body.includes(sentLate)
    if (!chosen || (step.does === 'lose' && mayBeLost)) continue
    if (step.does === 'kill') {
      held.line.breakAt(step.at, step.isDone)
      // Nobody hears what a killed function answers: the message or record comes again.
      await held.deliver(chosen).catch(() => [])
      held.line.mend()
      pending.push(chosen)
    } else {
      const failed = await held.deliver(chosen)
      pending.push(...failed, ...(step.does === 'repeat' ? [chosen] : []))
    }
    pending = [...pending, ...(await held.happened())]
  }
  return pending
}

describe('the events of calls', () => {
  it('in their order make files available, reject what was not announced and leave nothing of deleted calls', () => {
    const gone = { status: 404, versions: 0, kindsOfItems: 0, files: [] }
    const arrived = { state: 'available', isPlayable: true, problem: null }
    expect(clean).toMatchObject({
      bothSides: { status: 200, mediaStatus: 'complete', versions: 2, files: [arrived, arrived] },
      oneWrong: { mediaStatus: 'damaged', files: [{ state: 'rejected', problem: 'checksum_mismatch' }, arrived] },
      deleted: gone,
      deletedEarly: gone,
      sentLate: gone,
      halfSent: { mediaStatus: 'pending', files: [{ state: 'pending' }, arrived] },
    })
  })

  it('doubled, reordered, lost, mixed with poison and cut off by a kill come to the same', {
    timeout: 60_000 + orders * 10_000,
  }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyStep, { minLength: 4, maxLength: 24 }), async (steps) => {
        const calls = await givenCalls()
        await settle(await take(steps, calls))
        // What was lost the sweeps find.
        await held.later.onSchedule('arrivals')
        await held.later.onSchedule('reaper')
        await settle(await held.happened())
        expect(await stateOf(calls)).toEqual(clean)
      }),
      { numRuns: orders, endOnFailure: true },
    )
  })
})
