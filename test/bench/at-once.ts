import { createHash, randomBytes } from 'node:crypto'
import { subscribe } from 'node:diagnostics_channel'
import { mkdtemp, rm } from 'node:fs/promises'
import type { ClientRequest } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs'
import type { Contract, ResponseOf } from '../../functions/contract/index.ts'
import { type LocalCloud, region, startCloud } from '../../local/cloud.ts'
import { makeWav } from '../given/wav.ts'
import { median, quantile, say, timed } from './figures.ts'

type Result = ResponseOf<Contract['ingest']['ingestRecording']>

const atOnce = 100
const waves = 10

setFlagsFromString('--expose-gc')
const collectGarbage: () => void = runInNewContext('gc')

/** A call of two sides of its own, half a second each. */
function sides(): Uint8Array[] {
  return [440, 660].map((toneHz) => {
    const wav = makeWav({ format: 'mulaw', channels: 1, sampleRateHz: 8_000, durationMs: 500, toneHz })
    wav.set(randomBytes(16), wav.length - 16)
    return wav
  })
}

/** Announces a call and uploads its files: what a recorder waits for. */
async function send(cloud: LocalCloud, token: string, files: readonly Uint8Array[]): Promise<void> {
  const body = JSON.stringify({
    startedAt: '2026-01-01T00:00:00Z',
    media: files.map((bytes, index) => ({
      ...{ channels: [index === 0 ? 'caller' : 'agent'], lengthBytes: bytes.length, contentType: 'audio/wav' },
      sha256: createHash('sha256').update(bytes).digest('hex'),
    })),
  })
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
  const answer = await fetch(`${cloud.apiUrl}/recordings`, { method: 'POST', headers, body })
  if (answer.status !== 201) throw new Error(`the call was not taken: ${answer.status}`)
  const { media } = (await answer.json()) as Result // by the contract
  await Promise.all(
    media.map(async ({ upload }, index) => {
      if (!upload) throw new Error('the file was there before')
      const { 'content-length': _length, ...rest } = upload.headers
      const put = await fetch(upload.url, { method: 'PUT', headers: rest, body: new Uint8Array(files[index] ?? []) })
      if (put.status !== 200) throw new Error(`a file was not taken: ${put.status}`)
      await put.arrayBuffer()
    }),
  )
}

/**
 * Requests that functions send, tries again among them, by the port of the part that they go to. What the guard before the
 * table passes on is the same request once more.
 */
function countRequests(ports: Readonly<Record<string, number>>): () => Record<string, number> {
  let counts: Record<string, number> = {}
  let seen = new Set<string>()
  subscribe('http.client.request.start', (message) => {
    const { request } = message as { request: ClientRequest } // https://nodejs.org/api/diagnostics_channel.html#http
    const port = Number(request.getHeader('host')?.toString().split(':')[1])
    const [name] = Object.entries(ports).find(([, candidate]) => candidate === port) ?? []
    // Following the table's stream is Lambda's doing, by the clock and not by the call.
    const isOfStream = String(request.getHeader('x-amz-target')).startsWith('DynamoDBStreams')
    const attempt = ['amz-sdk-invocation-id', 'amz-sdk-request'].map((header) => request.getHeader(header)).join(' ')
    if (!name || isOfStream || seen.has(attempt)) return
    seen.add(attempt)
    counts[name] = (counts[name] ?? 0) + 1
  })
  return () => {
    const taken = counts
    counts = {}
    seen = new Set()
    return taken
  }
}

const portOf = (url: string) => Number(new URL(url).port)
const perCall = (counts: Record<string, number>, calls: number) =>
  Object.entries(counts)
    .sort()
    .map(([name, count]) => `${(count / calls).toFixed(1)} ${name}`)
    .join(', ')
const ms = (value: number) => `${value.toFixed(0)} ms`

/** What a hundred calls at once cost beside one at a time, and whether the hundredth hundred is like the first. */
export async function measureAtOnce(): Promise<void> {
  const home = await mkdtemp(join(tmpdir(), 'soundkeep-bench-'))
  const cloud = await startCloud({ home, port: 0, withDashboard: false, withDemoCalls: false })
  const QueueUrl = cloud.queueUrls.arrivals.queueUrl ?? ''
  const endpoint = new URL(cloud.queueUrls.arrivals.failuresUrl).origin
  const sqs = new SQSClient({ region, endpoint, credentials: cloud.operatorKey })
  const token = await cloud.tokenOf('rec-acme')
  const taken = countRequests({ DynamoDB: portOf(cloud.dynamodbUrl), S3: portOf(cloud.s3Url) })

  async function givenUp(): Promise<string> {
    const { failuresUrl } = cloud.queueUrls.arrivals
    const asked = { QueueUrl: failuresUrl, AttributeNames: ['ApproximateNumberOfMessages' as const] }
    const { Attributes } = await sqs.send(new GetQueueAttributesCommand(asked))
    return Attributes?.ApproximateNumberOfMessages ?? 'unknown'
  }
  /** Until every file has been looked at. */
  async function settled(): Promise<void> {
    for (;;) {
      const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }))
      const { ApproximateNumberOfMessages: waiting, ApproximateNumberOfMessagesNotVisible: taken } = Attributes ?? {}
      if (waiting === '0' && taken === '0') return
      await wait(20)
    }
  }
  const call = async () => {
    const files = sides()
    return timed(() => send(cloud, token, files))
  }
  for (let warm = 0; warm < 10; warm++) await call()
  await settled()

  taken()
  const alone: number[] = []
  for (let index = 0; index < atOnce; index++) {
    alone.push(await call())
    await settled()
  }
  const requestsAlone = taken()

  const p99: number[] = []
  const whole: number[] = []
  const rss: number[] = []
  for (let wave = 0; wave < waves; wave++) {
    let times: number[] = []
    const wholeMs = await timed(async () => {
      times = await Promise.all(Array.from({ length: atOnce }, call))
      await settled()
    })
    collectGarbage()
    p99.push(quantile(times, 0.99))
    whole.push(wholeMs)
    rss.push(process.memoryUsage.rss() / 1e6)
  }
  const requestsAtOnce = taken()

  say('One call at a time, announced and sent: median, p99', `${ms(median(alone))}, ${ms(quantile(alone, 0.99))}`)
  say(`${atOnce} at once: p99 of a call, median of ${waves} times`, ms(median(p99)))
  say('  beside waiting in line for as many alone', `${(median(p99) / (atOnce * median(alone))).toFixed(2)} x`)
  say(
    '  the last three times beside the first three',
    `${(median(p99.slice(-3)) / median(p99.slice(0, 3))).toFixed(2)} x`,
  )
  say('  until all can be played, for each call', ms(median(whole) / atOnce))
  say('Requests for a call, one at a time', perCall(requestsAlone, atOnce))
  say(`Requests for a call, ${atOnce} at once`, perCall(requestsAtOnce, atOnce * waves))
  say('Messages given up', await givenUp())
  say('Resident memory after each hundred', `${rss.map((mb) => mb.toFixed(0)).join(' ')} MB`)
  sqs.destroy()
  await cloud.close()
  await rm(home, { recursive: true })
}
