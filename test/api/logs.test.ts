import { PutObjectCommand } from '@aws-sdk/client-s3'
import { UpdateCommand } from '@aws-sdk/lib-dynamodb'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bucketName, tableName } from '../../local/cloud.ts'
import { acme } from '../../local/demo/people.ts'
import {
  announcementOf,
  type Client,
  type GivenCloud,
  givenCloud,
  onlyFile,
  shortWav,
  until,
  upload,
} from '../given/cloud.ts'
import { listenToOutput, type Output } from '../given/output.ts'

/** Words and numbers that stand nowhere but in what is sent: wherever one appears it was taken over. */
const [word, number] = ['zorblax', '4420791'] as const
const phone = `+1${number}00`

let [world, output]: [GivenCloud?, Output?] = []
const tokens: string[] = []
const urls: string[] = []

const there = <T>(given: T | undefined): T => {
  if (given === undefined) throw new Error('it was not started')
  return given
}

type Line = Record<string, unknown>
const lines = () => there(output).lines()
const parsed = (): Line[] => lines().map((line) => JSON.parse(line))
const requests = () => parsed().filter(({ message }) => message === 'request')
const faults = () => parsed().filter(({ message }) => message === 'fault')
/** The values of a metric, as CloudWatch reads them out of the lines. */
const valuesOf = (metric: string) =>
  parsed().flatMap((line) => ('_aws' in line && metric in line ? [Number(line[metric])] : []))

async function signedIn(login: string): Promise<Client> {
  const token = await there(world).cloud.tokenOf(login)
  tokens.push(token)
  return there(world).withToken(token)
}

const call = (sessionId: string, bytes: Uint8Array) => ({
  ...{ sessionId: `${word}-${sessionId}`, from: phone, to: number, fromName: `${word} Caller`, toName: `${word} Desk` },
  ...{ agentId: number, agentName: `Agent ${word}`, queue: `Queue ${word}` },
  sipHeaders: [{ name: 'P-Asserted-Identity', value: `<sip:${number}@${word}.example>` }],
  media: [announcementOf({ bytes, fileName: `${word}.wav` })],
})

/** A day of everybody's: what succeeds, what is refused, and what fails. */
async function liveADay(): Promise<void> {
  const { operator, table, cloud, itemsNaming, read } = there(world)
  const [recorder, tara, sam, uma] = await Promise.all(['rec-acme', 'tara', 'sam', 'uma'].map(signedIn))
  if (!recorder || !tara || !sam || !uma) throw new Error('somebody is missing')
  const announce = async (sessionId: string, bytes: Uint8Array) => {
    const headers = { 'idempotency-key': `${word}-${number}-${sessionId}` }
    const { body } = await recorder.post('/recordings', { body: call(sessionId, bytes), headers })
    const { recordingId, media } = body as Awaited<ReturnType<GivenCloud['announce']>>['result'] // held to the contract
    const place = media[0]?.upload
    if (!place) throw new Error('there is no upload')
    urls.push(place.url)
    return { recordingId, place }
  }
  const settled = (recordingId: string) =>
    until(async () => {
      const { recording } = await read(recordingId)
      return recording.mediaStatus !== 'pending' && recording
    })

  const good = await announce('good', shortWav(500))
  expect((await upload(good.place, shortWav(500))).status).toBe(200)
  const path = `/recordings/${good.recordingId}`
  const file = onlyFile(await settled(good.recordingId))
  for (const kind of ['playback', 'download']) {
    const { body } = await tara.post(`${path}/segments/1/media/${file.id}/${kind}`)
    urls.push((body as { url: string }).url)
  }

  // Other bytes than announced, which no upload URL would take.
  const bad = await announce('bad', shortWav(501))
  const Key = decodeURIComponent(new URL(bad.place.url).pathname).replace(`/${bucketName}/`, '')
  await operator.send(new PutObjectCommand({ Bucket: bucketName, Key, Body: `${word} ${number}` }))
  await settled(bad.recordingId)

  await tara.get(`/recordings?from=${encodeURIComponent(phone)}&queue=${word}`)
  await tara.get(`/recordings?${word}=${number}`)
  await tara.get(`/recordings/${word}${number}`)
  await tara.get(`/nowhere/${word}`)
  await tara.patch(path, { body: `{"from":"${phone}`, headers: { 'if-match': '*' } })
  await tara.patch(path, { body: { [word]: phone }, headers: { 'if-match': '*' } })
  await tara.patch(path, { body: { from: `${phone}1` }, headers: { 'if-match': '*' } })
  await tara.post('/users', { body: { name: `Ann ${word}`, email: `${word}@example.com` } })
  await tara.post('/groups', { body: { name: `Team ${word}` } })
  await tara.post('/policies', { body: { name: word, document: `{"${word}":"${phone}"}` } })
  await tara.post('/recorders', { body: { name: `PBX ${word}`, silenceMinutes: 1 } })
  await uma.post('/users', { body: { name: word, email: `${word}2@example.com` } })
  const inAcme = { 'soundkeep-tenant': acme.id }
  await sam.post('/support-access', { body: { reason: `${word} ${phone}`, hours: 1 }, headers: inAcme })
  await sam.get('/recordings', { headers: { 'soundkeep-tenant': word } })
  await there(world).withToken(`${word}.${number}.x`).get('/me')
  await recorder.post('/recordings', { body: { ...call('good', shortWav(500)), to: '+15550199' } })

  // An item that nobody can read: a fault of ours, in a request and in an event.
  const broken = await announce('broken', shortWav(502))
  const [item] = (await itemsNaming(`${word}-broken`)).filter(({ PK }) => String(PK).includes(broken.recordingId))
  await table.send(
    new UpdateCommand({
      ...{ TableName: tableName, Key: { PK: item?.PK, SK: item?.SK }, UpdateExpression: 'SET direction = :x' },
      ExpressionAttributeValues: { ':x': [`${word} ${phone}`] },
    }),
  )
  expect((await tara.get(`/recordings/${broken.recordingId}`)).status).toBe(500)
  await upload(broken.place, shortWav(502))
  await until(async () => faults().some(({ requestId }) => requestId === undefined))
  await tara.delete(path, { headers: { 'if-match': '*' } })
  for (const name of ['arrivals', 'reaper', 'sealer'] as const) await cloud.runSchedule(name)
}

beforeAll(async () => {
  output = listenToOutput()
  world = await givenCloud({ logLevel: 'INFO' })
  await liveADay().finally(() => output?.restore())
}, 60_000)
afterAll(() => world?.close())

describe('the log of a day', () => {
  it('has a line for each request, in ids', () => {
    const answered = requests()
    expect(answered.length).toBeGreaterThan(20)
    const played = answered.find(({ routeKey }) => String(routeKey).endsWith('/playback'))
    expect(played).toEqual({
      ...{ level: 'INFO', message: 'request', service: 'soundkeep-local', timestamp: expect.stringMatching(/Z$/) },
      ...{ requestId: expect.any(String), status: 200, durationMs: expect.any(Number) },
      routeKey: 'POST /api/v1/recordings/{recordingId}/segments/{seq}/media/{mediaId}/playback',
      ...{ tenantId: acme.id, personId: expect.stringMatching(/^0\w{25}$/) },
    })
    const codes = answered.map(({ code }) => code)
    const refused = [
      'malformed_request',
      'invalid_request',
      'not_found',
      'forbidden',
      'unauthenticated',
      'contradiction',
    ]
    expect(codes).toEqual(expect.arrayContaining([...refused, 'internal_error']))
  })

  it('has a line for each fault, with its name and its places', () => {
    const [inRequest, inEvent] = [faults().find(({ requestId }) => requestId), faults().find((line) => !line.requestId)]
    for (const line of [inRequest, inEvent]) {
      expect(line).toMatchObject({ level: 'ERROR', error: { name: expect.any(String), at: expect.any(Array) } })
      expect(JSON.stringify(line)).toContain('functions/adapters/dynamodb/')
    }
    expect(inRequest).toMatchObject({ requestId: expect.any(String), routeKey: expect.stringMatching(/^GET /) })
  })

  it('has nothing of calls, people and tokens in it, and no address', () => {
    expect(lines().length).toBeGreaterThan(30)
    for (const line of lines()) {
      expect(line.toLowerCase()).not.toContain(word)
      expect(line).not.toContain(number)
      expect(line).not.toMatch(/https?:|X-Amz|eyJ|Bearer|127\.0\.0\.1/)
      for (const secret of [...tokens, ...urls]) expect(line).not.toContain(secret)
    }
  })

  it('counts what operators watch', () => {
    expect(valuesOf('IngestedCalls')).toEqual([1, 1, 1])
    expect(valuesOf('RejectedFiles')).toEqual([1])
    expect(valuesOf('Denials').length).toBeGreaterThanOrEqual(2)
    expect(valuesOf('Faults')).toHaveLength(faults().length)
    expect(valuesOf('SilentRecorders')).toEqual([0])
    expect(valuesOf('SealLagMinutes')).toEqual([0])
    expect(valuesOf('PendingDeletions')).toEqual([0])
    const [metric] = parsed().filter((line) => 'IngestedCalls' in line)
    expect(metric).toMatchObject({
      service: 'soundkeep-local',
      _aws: { CloudWatchMetrics: [{ Namespace: 'Soundkeep', Dimensions: [['service']] }] },
    })
  })
})
