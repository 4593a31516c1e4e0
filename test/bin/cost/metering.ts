import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import * as z from 'zod'
import { startDynamoDb } from '../../../local/dynamodb/index.ts'

/** What was asked of the cloud between two readings. */
export type Metered = {
  apiRequests: number
  /** Bytes of the API's answers with their headers. */
  apiAnswerBytes: number
  dynamodbCalls: number
  readUnits: number
  writeUnits: number
  /** PUT, POST, COPY and LIST, which have one price. */
  s3Writes: number
  /** GET and HEAD. */
  s3Reads: number
}

export const nothing: Metered = {
  ...{ apiRequests: 0, apiAnswerBytes: 0, dynamodbCalls: 0, readUnits: 0, writeUnits: 0, s3Writes: 0, s3Reads: 0 },
}

const unitsSchema = z.object({ CapacityUnits: z.number() })
const answerSchema = z.object({ ConsumedCapacity: z.union([unitsSchema, z.array(unitsSchema)]).optional() })

const reads = new Set(['GetItem', 'BatchGetItem', 'Query'])
const writes = new Set(['PutItem', 'UpdateItem', 'DeleteItem', 'TransactWriteItems'])

/**
 * The real engine behind a door that asks each call for what it consumed. Calls of the table's making and of the stream pass
 * through uncounted: Lambda reads streams for nothing.
 * https://aws.amazon.com/dynamodb/pricing/on-demand/
 */
export async function startMeteredDynamoDb(meter: Metered) {
  const folder = await mkdtemp(join(tmpdir(), 'soundkeep-cost-'))
  const engine = await startDynamoDb({ host: '127.0.0.1', port: 0, folder })
  let underWay = 0

  async function pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const target = String(request.headers['x-amz-target'] ?? '')
    const [, name = ''] = target.split('.')
    const isCounted = target.startsWith('DynamoDB_') && (reads.has(name) || writes.has(name))
    let body = await text(request)
    if (isCounted) body = JSON.stringify({ ...JSON.parse(body), ReturnConsumedCapacity: 'TOTAL' })
    const answer = await fetch(engine.url, { method: 'POST', headers: passedOn(request), body })
    const answered = await answer.text()
    if (isCounted) {
      const { ConsumedCapacity = [] } = answer.ok ? answerSchema.parse(JSON.parse(answered)) : {}
      const units = [ConsumedCapacity].flat().reduce((sum, { CapacityUnits }) => sum + CapacityUnits, 0)
      meter.dynamodbCalls += 1
      meter[reads.has(name) ? 'readUnits' : 'writeUnits'] += units
    }
    response.writeHead(answer.status, { 'content-type': 'application/x-amz-json-1.0' }).end(answered)
  }

  const door = createServer((request, response) => {
    underWay += 1
    pass(request, response)
      .catch(() => response.destroy())
      .finally(() => {
        underWay -= 1
      })
  })
  await new Promise<void>((resolve) => {
    door.listen(0, '127.0.0.1', resolve)
  })
  const { port } = door.address() as AddressInfo // it listens on a port
  return {
    url: `http://127.0.0.1:${port}`,
    /** The engine itself, for looking without being counted. */
    engineUrl: engine.url,
    isIdle: () => underWay === 0,
    async close() {
      door.closeAllConnections()
      await new Promise((resolve) => door.close(resolve))
      await engine.close()
      await rm(folder, { recursive: true })
    },
  }
}

/** What the engine wants to see; the signature is of the body before it was changed, and is not looked at. */
function passedOn({ headers }: IncomingMessage): Record<string, string> {
  const wanted = ['content-type', 'x-amz-target', 'x-amz-date', 'authorization']
  return Object.fromEntries(wanted.map((name) => [name, String(headers[name] ?? '')]))
}

type Served = { request: IncomingMessage }

/**
 * Counts what the servers of this process are asked, by the channels that Node's own servers write to.
 * @param urls of the API and of S3
 * @returns what ends the counting
 */
export function meterServers(meter: Metered, urls: { api: string; s3: string }): () => void {
  const [apiPort, s3Port] = [urls.api, urls.s3].map((url) => Number(new URL(url).port))
  /** Connections serve many requests; what each had sent before. */
  const sentBefore = new WeakMap<Socket, number>()
  const onFinish = (message: unknown) => {
    const { request } = message as Served // by the channel's own description
    const port = request.socket.localPort
    if (port === apiPort) {
      meter.apiRequests += 1
      const { socket } = request
      meter.apiAnswerBytes += socket.bytesWritten - (sentBefore.get(socket) ?? 0)
      sentBefore.set(socket, socket.bytesWritten)
    } else if (port === s3Port) {
      if (isS3Read(request)) meter.s3Reads += 1
      else if (request.method !== 'DELETE') meter.s3Writes += 1
    }
  }
  subscribe('http.server.response.finish', onFinish)
  return () => void unsubscribe('http.server.response.finish', onFinish)
}

/** A GET of the bucket itself is a list. */
function isS3Read({ method = '', url = '' }: IncomingMessage): boolean {
  const { pathname } = new URL(url, 'http://s3.local')
  const isObject = pathname.split('/').filter(Boolean).length > 1
  return method === 'HEAD' || (method === 'GET' && isObject)
}
