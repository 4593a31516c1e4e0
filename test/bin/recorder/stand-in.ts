import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { IngestBody, MediaState } from '../../../bin/recorder/wire.ts'
import { type Problem, type ProblemCode, problems } from '../../../functions/contract/index.ts'

type Media = { id: string; sha256: string; lengthBytes: number; segment: number; uploadId: string; state: MediaState }
type Held = { recordingId: string; sessionId: string; bodies: IngestBody[]; media: Media[] }

export type Step = 'token' | 'announce' | 'reissue' | 'put' | 'partUrls' | 'arrivedParts' | 'complete' | 'putPart'
export type Fault =
  | { kind: 'status'; status: number; headers?: Record<string, string>; body?: string }
  /** Closes the line after that many bytes of the body. */
  | { kind: 'cut'; afterBytes: number }
  /** Does what was asked and closes the line before it answers. */
  | { kind: 'lose answer' }
  | { kind: 'problem'; code: ProblemCode; detail: string; errors?: Problem['errors'] }
  /** Takes the body's first bytes and then nothing more, until the other side gives up. */
  | { kind: 'stall' }

export type StandIn = {
  url: string
  recordings: Held[]
  requests: { step: Step; headers: IncomingMessage['headers'] }[]
  /** What the next requests of a step meet, one after another; undefined: nothing. */
  faults: Record<Step, (Fault | undefined)[]>
  /** The state of a file once it has arrived. */
  checkedAs: MediaState
  /** How often a file is still pending when asked for. */
  pendingAnswers: number
  /** Upload URLs have ended when they are given out. */
  givesExpiredUrls: boolean
  /** The API has not heard of what the store has. */
  hearsLate: boolean
  /** Tokens that are taken; undefined: all. */
  tokenIsTaken: (token: string) => boolean
  stored: Map<string, Buffer>
  /** Advises parts of that length for longer files. */
  partBytes: number | undefined
  /** Parts that have arrived, by upload id and number. */
  parts: Map<string, Map<number, Buffer>>
  /** Parts on their way, and the most there were at once. */
  partsUnderWay: { now: number; most: number }
  /** Takes no part before so many are under way. */
  waitsForParts: number
  count(step: Step): number
  close(): Promise<void>
}

/** The ingest endpoints, a token endpoint and a store in one server, which fails as it is told to. */
export async function startStandIn(): Promise<StandIn> {
  const standIn: Omit<StandIn, 'url' | 'close'> = {
    recordings: [],
    requests: [],
    faults: {
      ...{ token: [], announce: [], reissue: [], put: [] },
      partUrls: [],
      arrivedParts: [],
      complete: [],
      putPart: [],
    },
    checkedAs: 'available',
    pendingAnswers: 0,
    givesExpiredUrls: false,
    hearsLate: false,
    tokenIsTaken: () => true,
    stored: new Map(),
    partBytes: undefined,
    parts: new Map(),
    partsUnderWay: { now: 0, most: 0 },
    waitsForParts: 1,
    count: (step) => standIn.requests.filter((request) => request.step === step).length,
  }
  let ids = 0
  const enough = Promise.withResolvers<void>()
  const id = () => (++ids).toString().padStart(26, '0')
  let url = ''

  const uploadFor = (media: Media) => ({
    method: 'PUT',
    url: `${url}/store/${media.uploadId}?t=${++ids}`,
    headers: { 'x-amz-checksum-sha256': Buffer.from(media.sha256, 'hex').toString('base64'), 'if-none-match': '*' },
    expiresAt: new Date(Date.now() + (standIn.givesExpiredUrls ? -1000 : 300_000)).toISOString(),
  })

  const planOf = ({ lengthBytes }: Media) => {
    const { partBytes } = standIn
    if (partBytes === undefined || lengthBytes <= partBytes) return null
    return { partBytes, count: Math.ceil(lengthBytes / partBytes), isAdvised: true }
  }
  const partsOf = ({ uploadId }: Media) => {
    const parts = standIn.parts.get(uploadId) ?? new Map<number, Buffer>()
    standIn.parts.set(uploadId, parts)
    return parts
  }

  const inParts = (step: Step, path: string, body: Buffer, response: ServerResponse) => {
    const media = mediaNamed(path.split('/')[8])
    const plan = media && planOf(media)
    if (!media || !plan) return problem(response, 'not_found', 'No such file.')
    const { partBytes, count } = plan
    const isJoined = standIn.stored.has(media.uploadId)
    if (step === 'complete') {
      const parts = partsOf(media)
      if (!isJoined && parts.size < count) return problem(response, 'media_not_ready', 'Parts have not arrived.')
      const numbers = [...parts.keys()].sort((a, b) => a - b)
      if (!isJoined) standIn.stored.set(media.uploadId, Buffer.concat(numbers.flatMap((n) => parts.get(n) ?? [])))
      return json(response, 200, { state: 'pending' })
    }
    if (isJoined) return problem(response, 'media_accepted', 'It is here.')
    if (step === 'arrivedParts') {
      const arrived = [...partsOf(media)].map(([number, { length }]) => ({ number, lengthBytes: length, sha256: '' }))
      return json(response, 200, { partBytes, count, arrived })
    }
    const asked: { parts: { number: number; sha256: string }[] } = JSON.parse(body.toString())
    const uploads = asked.parts.map(({ number, sha256 }) => ({
      ...{ number, method: 'PUT', url: `${url}/part/${media.uploadId}/${number}?t=${++ids}` },
      headers: { 'x-amz-checksum-sha256': Buffer.from(sha256, 'hex').toString('base64') },
      expiresAt: new Date(Date.now() + (standIn.givesExpiredUrls ? -1000 : 300_000)).toISOString(),
    }))
    json(response, 200, { partBytes, count, uploads })
  }

  const putPart = (path: string, request: IncomingMessage, body: Buffer, response: ServerResponse) => {
    const [, , uploadId = '', number] = path.split(/[/?]/)
    const sha256 = createHash('sha256').update(body).digest('base64')
    if (request.headers['content-length'] === undefined) return xml(response, 411, 'MissingContentLength')
    if (request.headers['x-amz-checksum-sha256'] !== sha256) return xml(response, 400, 'BadDigest')
    const parts = standIn.parts.get(uploadId) ?? new Map<number, Buffer>()
    standIn.parts.set(uploadId, parts.set(Number(number), body))
    response.writeHead(200).end()
  }

  const mediaNamed = (id: string | undefined) =>
    standIn.recordings.flatMap((held) => held.media).find((one) => one.id === id)

  const announce = (body: IngestBody, response: ServerResponse) => {
    const announced = body.media ?? []
    const bySession = standIn.recordings.find(({ sessionId }) => sessionId === body.sessionId)
    const isHeld = ({ media }: Held) => media.some(({ sha256 }) => announced.some((one) => one.sha256 === sha256))
    let held = bySession ?? (body.sessionId === undefined ? standIn.recordings.find(isHeld) : undefined)
    const isNew = !held
    if (!held) {
      const recordingId = id()
      held = { recordingId, sessionId: body.sessionId ?? `made-${recordingId}`, bodies: [], media: [] }
      standIn.recordings.push(held)
    }
    held.bodies.push(body)
    const media = announced.map(({ sha256, lengthBytes, segment = 1 }) => {
      let one = held.media.find((known) => known.sha256 === sha256 && known.segment === segment)
      if (!one) {
        one = { id: id(), sha256, lengthBytes, segment, uploadId: id(), state: 'pending' }
        held.media.push(one)
      }
      const isThere = standIn.stored.has(one.uploadId)
      if (isThere && standIn.pendingAnswers-- <= 0) one.state = standIn.checkedAs
      const parts = isThere ? null : planOf(one)
      return { id: one.id, segment, sha256, state: one.state, upload: isThere ? null : uploadFor(one), parts }
    })
    json(response, isNew ? 201 : 200, { recordingId: held.recordingId, sessionId: held.sessionId, media, dtmf: null })
  }

  const reissue = (mediaId: string, response: ServerResponse) => {
    const media = mediaNamed(mediaId)
    if (!media) return problem(response, 'not_found', 'No such file.')
    if (!standIn.hearsLate && standIn.stored.has(media.uploadId))
      return problem(response, 'media_accepted', 'It is here.')
    json(response, 200, uploadFor(media))
  }

  const put = async (uploadId: string, request: IncomingMessage, body: Buffer, response: ServerResponse) => {
    const sha256 = createHash('sha256').update(body).digest('base64')
    if (standIn.stored.has(uploadId)) return xml(response, 412, 'PreconditionFailed')
    if (request.headers['content-length'] === undefined) return xml(response, 411, 'MissingContentLength')
    if (request.headers['if-none-match'] !== '*') return xml(response, 403, 'SignatureDoesNotMatch')
    if (request.headers['x-amz-checksum-sha256'] !== sha256) return xml(response, 400, 'BadDigest')
    standIn.stored.set(uploadId, body)
    response.writeHead(200).end()
  }

  const answer = async (step: Step, request: IncomingMessage, response: ServerResponse): Promise<void> => {
    standIn.requests.push({ step, headers: request.headers })
    const fault = standIn.faults[step].shift()
    if (fault?.kind === 'cut' || fault?.kind === 'stall') return takePart(request, fault)
    if (fault?.kind === 'status') {
      request.resume()
      response.writeHead(fault.status, fault.headers).end(fault.body)
      return
    }
    const underWay = standIn.partsUnderWay
    if (step === 'putPart') {
      underWay.most = Math.max(underWay.most, ++underWay.now)
      if (underWay.most >= standIn.waitsForParts) enough.resolve()
      await enough.promise
    }
    const body = await bodyOf(request)
    if (step === 'putPart') underWay.now--
    if (fault?.kind === 'problem') return problem(response, fault.code, fault.detail, fault.errors)
    if (fault?.kind === 'lose answer') response.end = () => response.destroy()
    if (step === 'token') {
      const isRight = request.headers.authorization === `Basic ${btoa('rec-acme:s3cret')}`
      if (!isRight) return json(response, 401, { error: 'invalid_client' })
      return json(response, 200, {
        access_token: `token-${standIn.count('token')}`,
        expires_in: 3600,
        token_type: 'Bearer',
      })
    }
    if (step === 'putPart') return putPart(request.url ?? '', request, body, response)
    if (step === 'put') return put((request.url ?? '').split(/[/?]/)[2] ?? '', request, body, response)
    const token = request.headers.authorization?.replace('Bearer ', '') ?? ''
    if (!standIn.tokenIsTaken(token)) return problem(response, 'unauthenticated', 'Sign in first.')
    if (step === 'announce') return announce(JSON.parse(body.toString()), response)
    if (step !== 'reissue') return inParts(step, request.url ?? '', body, response)
    reissue((request.url ?? '').split('/').at(-2) ?? '', response)
  }

  const server = createServer((request, response) => {
    answer(stepOf(request.method ?? '', request.url ?? ''), request, response).catch(() => response.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}` // A listening TCP server has no other kind of address.
  return Object.assign(standIn, {
    url,
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  })
}

function stepOf(method: string, path: string): Step {
  if (path.startsWith('/token')) return 'token'
  if (path.startsWith('/store/')) return 'put'
  if (path.startsWith('/part/')) return 'putPart'
  if (path.endsWith('/upload/parts')) return method === 'GET' ? 'arrivedParts' : 'partUrls'
  if (path.endsWith('/upload/complete')) return 'complete'
  return path.endsWith('/upload') ? 'reissue' : 'announce'
}

function takePart(request: IncomingMessage, fault: Extract<Fault, { kind: 'cut' | 'stall' }>): void {
  let taken = 0
  request.on('error', () => undefined)
  request.on('data', (chunk: Buffer) => {
    taken += chunk.length
    if (fault.kind === 'stall') request.pause()
    else if (taken >= fault.afterBytes) request.destroy()
  })
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  return Buffer.concat(chunks)
}

function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}

function problem(response: ServerResponse, code: ProblemCode, detail: string, errors?: Problem['errors']): void {
  const { status, title } = problems[code]
  json(response, status, { type: 'about:blank', title, status, code, detail, ...(errors && { errors }) })
}

function xml(response: ServerResponse, status: number, code: string): void {
  response.writeHead(status, { connection: 'close' }).end(`<Error><Code>${code}</Code></Error>`)
}
