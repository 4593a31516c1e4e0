import { writeFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import {
  type AllCounts,
  type Counts,
  countsFile,
  type Operation,
  operations,
  readCounts,
} from '../../../bin/cost/index.ts'
import { acme } from '../../../local/demo/people.ts'
import { loadRecordings } from '../../bench/load.ts'
import { announcementOf, type GivenCloud, givenCloud, shortWav, until, upload } from '../../given/cloud.ts'
import { type Metered, meterServers, nothing, startMeteredDynamoDb } from './metering.ts'
import { storedIn } from './stored.ts'

/** Measured anew with `SOUNDKEEP_COUNTS=write npx vitest run test/bin/cost/counts.test.ts`. */
const isToBeWritten = process.env.SOUNDKEEP_COUNTS === 'write'

const meter: Metered = { ...nothing }
const measured: Partial<AllCounts> = {}
let dynamodb: Awaited<ReturnType<typeof startMeteredDynamoDb>>
let given: GivenCloud
let stopMetering = () => {}

/**
 * Past the five seconds for which functions keep settings, so that what came before makes nothing cheaper. All moves
 * together stay below the ten minutes for which the bucket takes a signature: the dates of answers' headers do not move, and
 * the SDK goes by them.
 */
function moveOn(ms = 6_000): void {
  vi.setSystemTime(Date.now() + ms)
}
/** Into another minute of the audit. */
const aMinuteMs = 61_000
/** What was written is sealed after two minutes, and the minute after that is looked through. */
const toBeSealedMs = 3 * 60_000 + 1_000
/** So that what falls into which minute of the audit is the same at each run. */
const startsAtMs = Math.floor(Date.now() / 60_000) * 60_000
/** The sealer reads day by day (UTC): over midnight it would read two. */
const isOverMidnight = new Date(startsAtMs).getUTCDate() !== new Date(startsAtMs + 15 * 60_000).getUTCDate()

type Measure = (name: Operation, act: () => Promise<unknown>) => Promise<void>

const measure: Measure = async (name, act) => {
  const before = await storedIn(dynamodb.engineUrl)
  Object.assign(meter, nothing)
  await act()
  await until(async () => dynamodb.isIdle())
  const counted = { ...meter }
  const after = await storedIn(dynamodb.engineUrl)
  measured[name] = {
    ...counted,
    recordingBytes: after.recordingBytes - before.recordingBytes,
    auditBytes: after.auditBytes - before.auditBytes,
  }
}

const tara = () => given.as('tara')

/** One call's life, from its announcement to its end, of which `measure` does each step. */
async function liveThrough(toneHz: number, measure: Measure): Promise<void> {
  const files = [shortWav(toneHz), shortWav(toneHz + 1)].map((bytes, side) => ({
    ...{ bytes, channels: [side === 0 ? ('caller' as const) : ('agent' as const)] },
  }))
  const call = {
    ...{ sessionId: `session-of-${toneHz}`, ingressCallId: `in-${toneHz}@pbx.example`, direction: 'inbound' as const },
    ...{ from: '+12025550143', to: '+12025550199', agentId: '1002', agentName: 'Ann Agent', queue: 'sales' },
    ...{ startedAt: '2026-01-02T09:00:00Z', durationMs: 300_000, media: files.map(announcementOf) },
  }
  const headers = { 'idempotency-key': `call-of-${toneHz}` }
  let announced: Awaited<ReturnType<GivenCloud['announce']>>['result'] | undefined
  moveOn()
  await measure('announce', async () => {
    const answer = await given.announce(call, 'rec-acme', headers)
    expect(answer.status).toBe(201)
    announced = answer.result
  })
  if (!announced) throw new Error('nothing was announced')
  const { recordingId, media } = announced

  const outlinedFiles = async () => {
    const items = await itemsOf(recordingId)
    return items.filter(({ kind, state }) => kind === 'peaks' && state === 'ready').length
  }
  await measure('arrival', async () => {
    // One after the other: two at once meet now and then, and are tried again.
    for (const [index, { upload: place }] of media.entries()) {
      const bytes = files[index]?.bytes
      if (!place || !bytes) throw new Error('a file has no place to go to')
      expect((await upload(place, bytes)).status).toBe(200)
      await until(async () => (await outlinedFiles()) === index + 1 && dynamodb.isIdle())
    }
  })

  moveOn()
  await measure('profile', () => succeed(tara().get('/me')))
  moveOn(aMinuteMs)
  await measure('listPage', () => succeed(tara().get('/recordings?limit=50')))
  moveOn()
  let etag = ''
  await measure('details', async () => {
    etag = (await succeed(tara().get(`/recordings/${recordingId}`))).headers.get('etag') ?? ''
  })
  const placeOf = (index: number) => `/recordings/${recordingId}/segments/1/media/${media[index]?.id}`
  moveOn()
  await measure('waveform', () => succeed(tara().get(`${placeOf(0)}/peaks`)))
  let listeningId = ''
  moveOn()
  await measure('play', async () => {
    const { body } = await succeed(tara().post(`${placeOf(0)}/playback`))
    listeningId = (body as { listeningId: string }).listeningId // by the contract
  })
  moveOn()
  await measure('playMore', () => succeed(tara().post(`${placeOf(1)}/playback?listeningId=${listeningId}`)))
  moveOn()
  await measure('heard', () =>
    succeed(
      tara().post(`/recordings/${recordingId}/listenings/${listeningId}`, {
        body: { ranges: [{ fromMs: 0, toMs: 400 }] },
      }),
    ),
  )
  moveOn()
  await measure('download', () => succeed(tara().post(`${placeOf(0)}/download`)))
  moveOn()
  await measure('deletion', async () => {
    await succeed(tara().delete(`/recordings/${recordingId}`, { headers: { 'if-match': etag } }))
    // The note of the deletion goes last. Looking into S3 would be counted.
    await until(async () => (await itemsOf(recordingId)).length === 0 && dynamodb.isIdle())
  })
  expect(await given.versionsOf(recordingId)).toEqual([])
}

async function itemsOf(recordingId: string) {
  return given.itemsOutsideAuditNaming(recordingId)
}

async function succeed<T extends { status: number; text: string }>(asked: Promise<T>): Promise<T> {
  const answer = await asked
  if (answer.status >= 300) throw new Error(`refused: ${answer.status} ${answer.text}`)
  return answer
}

async function runSchedules(): Promise<void> {
  moveOn(toBeSealedMs)
  await given.cloud.runSchedule('sealer')
  await measure('sealerAtRest', () => given.cloud.runSchedule('sealer'))
  await measure('arrivalsAtRest', () => given.cloud.runSchedule('arrivals'))
  await measure('reaperAtRest', () => given.cloud.runSchedule('reaper'))
  await succeed(tara().get('/recordings?limit=1'))
  moveOn(toBeSealedMs)
  await measure('sealerAtWork', () => given.cloud.runSchedule('sealer'))
}

beforeAll(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: startsAtMs })
  dynamodb = await startMeteredDynamoDb(meter)
  given = await givenCloud({ dynamodbUrl: dynamodb.url, lookAtUrl: dynamodb.engineUrl })
  await loadRecordings(given.cloud, acme.id, 50)
  stopMetering = meterServers(meter, { api: given.cloud.apiUrl, s3: given.cloud.s3Url })
  // Whoever is new to a function is looked up, and their sign-in kept.
  await liveThrough(400, async (_name, act) => void (await act()))
  await liveThrough(500, measure)
  await runSchedules()
  if (isToBeWritten) await writeFile(countsFile, `${JSON.stringify(measured, null, 2)}\n`)
})

afterAll(async () => {
  stopMetering()
  await given?.close()
  await dynamodb?.close()
  vi.useRealTimers()
})

/** Ids, dates and numbers of other lengths make an item or an answer a little longer or shorter. */
const byteTolerance = 0.03
const byteCounts = ['apiAnswerBytes', 'recordingBytes', 'auditBytes'] as const

describe.skipIf(isOverMidnight)('the counts that costs are reckoned from', () => {
  it.each(Object.keys(operations) as Operation[])('%s asks of AWS what bin/cost/counts.json says', (name) => {
    const counts = readCounts()[name]
    const now = measured[name]
    expect(withoutBytes(now)).toEqual(withoutBytes(counts))
    for (const each of byteCounts) {
      expect(Math.abs((now?.[each] ?? 0) - counts[each])).toBeLessThanOrEqual(Math.abs(counts[each]) * byteTolerance)
    }
  })
})

function withoutBytes(counts: Counts | undefined) {
  const { apiAnswerBytes: _answer, recordingBytes: _recording, auditBytes: _audit, ...rest } = counts ?? {}
  return rest
}
