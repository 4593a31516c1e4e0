import { createHash } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { ListObjectVersionsCommand, S3Client } from '@aws-sdk/client-s3'
import { DynamoDBDocumentClient, paginateScan } from '@aws-sdk/lib-dynamodb'
import { auditStart } from '../../functions/adapters/dynamodb/index.ts'
import {
  type BodyInputOf,
  type Contract,
  contract,
  type Endpoint,
  type Problem,
  problemSchema,
  type ResponseOf,
} from '../../functions/contract/index.ts'
import { problemsOf } from '../../functions/contract/openapi.ts'
import type { TenantId } from '../../functions/model/index.ts'
import { bucketName, type CloudOptions, type LocalCloud, region, startCloud, tableName } from '../../local/cloud.ts'
import { matchRoute } from '../../local/gateway/routes.ts'
import { makeWav } from './wav.ts'

/** The people and recorders of the demo world, by login. */
export type Login = 'sam' | 'ada' | 'tara' | 'uma' | 'tom' | 'rec-acme' | 'rec-globex'

export type IngestBody = BodyInputOf<Contract['ingest']['ingestRecording']>
export type Ingested = ResponseOf<Contract['ingest']['ingestRecording']>
export type RecordingView = ResponseOf<Contract['recordings']['getRecording']>
export type RecordingPage = ResponseOf<Contract['recordings']['listRecordings']>
export type MediaView = RecordingView['segments'][number]['media'][number]
export type Upload = NonNullable<Ingested['media'][number]['upload']>

export type Answer = {
  status: number
  headers: Headers
  text: string
  /** Parsed JSON; undefined for an empty body. */
  body: unknown
  /** What is wrong, for an answer of 400 and above. */
  problem: Problem | undefined
}

export type Asking = { headers?: Record<string, string>; body?: unknown }

/** Somebody who is signed in. Every answer that it gets is held to the contract. */
export type Client = Record<'get' | 'post' | 'patch' | 'delete', (path: string, asking?: Asking) => Promise<Answer>>

/** A file as a recorder has it. */
export type GivenFile = Partial<NonNullable<IngestBody['media']>[number]> & { bytes: Uint8Array }

export type GivenCloud = {
  cloud: LocalCloud
  home: string
  as(login: Login): Client
  /** With a token of any make, or none. */
  withToken(token: string | undefined): Client
  announce(body: IngestBody, recorder?: Login, headers?: Record<string, string>): Promise<Answer & { result: Ingested }>
  /** The recording as tara (or whoever) sees it. */
  read(recordingId: string, login?: Login): Promise<{ recording: RecordingView; etag: string }>
  list(query: string, login?: Login): Promise<RecordingPage>
  /** Announces the call, uploads its files and waits until none is pending. */
  ingestCall(call: IngestBody & { files?: GivenFile[] }, recorder?: Login): Promise<Ingested & RecordingView>
  /** Everybody's objects. */
  operator: S3Client
  versionsOf(recordingId: string): Promise<string[]>
  /** Of the files themselves, without what is made out of them. */
  fileVersionsOf(recordingId: string): Promise<string[]>
  /** Everybody's items. */
  table: DynamoDBDocumentClient
  /** Every item that names the text anywhere. */
  itemsNaming(text: string): Promise<Record<string, unknown>[]>
  /** The same without what the audit keeps for good. */
  itemsOutsideAuditNaming(text: string): Promise<Record<string, unknown>[]>
  /** Lets people from outside (sam and ada) open the tenant's recordings, for an hour. */
  openSupportAccess(tenantId: TenantId, login?: 'sam' | 'ada'): Promise<void>
  /** Closes the cloud and starts it again on the same state, its business clock moved. */
  restart(businessOffsetMs?: number): Promise<void>
  close(): Promise<void>
}

export const sha256Of = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

/** Half a second of a tone of its own: another `toneHz` makes another checksum. */
export function shortWav(toneHz = 440): Uint8Array {
  return makeWav({ format: 'mulaw', channels: 1, sampleRateHz: 8_000, durationMs: 500, toneHz })
}

export function announcementOf({ bytes, ...file }: GivenFile): NonNullable<IngestBody['media']>[number] {
  return { lengthBytes: bytes.length, sha256: sha256Of(bytes), contentType: 'audio/wav', ...file }
}

/** Sends the bytes as the upload tells; `changed` headers replace its own, undefined ones are left out. */
export async function upload(
  { url, headers, method }: Upload,
  bytes: Uint8Array,
  changed: Record<string, string | undefined> = {},
): Promise<{ status: number; code: string | undefined }> {
  const all = Object.entries({ ...headers, ...changed }).filter(
    (header): header is [string, string] => header[1] !== undefined && header[0] !== 'content-length',
  )
  const answer = await fetch(url, { method, headers: all, body: new Uint8Array(bytes) })
  return { status: answer.status, code: /<Code>(\w+)<\/Code>/.exec(await answer.text())?.[1] }
}

/** Asks until the answer is there; what never comes ends in the test's own time limit. */
export async function until<T>(ask: () => Promise<T | undefined | false>): Promise<T> {
  for (;;) {
    const answer = await ask()
    if (answer !== undefined && answer !== false) return answer
    await wait(20)
  }
}

function endpointOf(method: string, path: string): Endpoint | undefined {
  const matched = matchRoute(method, new URL(path, 'http://local').pathname)
  if (!matched) return undefined
  const endpoints: Endpoint[] = Object.values(contract[matched.room])
  return endpoints.find((endpoint) => matched.routeKey === `${endpoint.method} /api/v1${endpoint.path}`)
}

/** @throws when the answer is not what the contract says */
function holdToContract(method: string, path: string, { status, headers, body }: Answer): Problem | undefined {
  const endpoint = endpointOf(method, path)
  if (!endpoint) return undefined
  if (status >= 400) {
    if (headers.get('content-type') !== 'application/problem+json') throw new Error(`${status} without a problem`)
    const problem = problemSchema.parse(body)
    if (problem.status !== status) throw new Error(`${status} with a problem of ${problem.status}`)
    if (!problemsOf(endpoint).has(problem.code)) throw new Error(`${method} ${path} does not declare ${problem.code}`)
    return problem
  }
  const response = Object.entries(endpoint.responses).find(([declared]) => Number(declared) === status)?.[1]
  if (!response) throw new Error(`${method} ${path} does not declare ${status}`)
  if (response.schema) response.schema.parse(body)
  else if (body !== undefined) throw new Error(`${method} ${path} declares no body for ${status}`)
  return undefined
}

function clientOf(apiUrl: () => string, tokenOf: () => Promise<string | undefined>): Client {
  const send = async (method: string, path: string, { headers, body }: Asking = {}): Promise<Answer> => {
    const token = await tokenOf()
    const answer = await fetch(apiUrl() + path, {
      method,
      headers: {
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    const text = await answer.text()
    const isJson = /\bjson$/.test(answer.headers.get('content-type') ?? '')
    const parsed: unknown = isJson ? JSON.parse(text) : text || undefined
    const found = { status: answer.status, headers: answer.headers, text, body: parsed, problem: undefined }
    return { ...found, problem: holdToContract(method, `/api/v1${path}`, found) }
  }
  return {
    get: (path, asking) => send('GET', path, asking),
    post: (path, asking) => send('POST', path, asking),
    patch: (path, asking) => send('PATCH', path, asking),
    delete: (path, asking) => send('DELETE', path, asking),
  }
}

/** A whole local cloud in a folder of its own, without demo calls. Starting one takes a second: one for each test file. */
export async function givenCloud({
  withDashboard = false,
  lookAtUrl,
  ...options
}: Pick<CloudOptions, 'withDashboard' | 'iam' | 'dynamodbUrl' | 'logLevel' | 'deliversEvents'> & {
  /** Where the test itself looks at the table, if not where the functions do. */
  lookAtUrl?: string
} = {}): Promise<GivenCloud> {
  const home = await mkdtemp(join(tmpdir(), 'soundkeep-cloud-'))
  const start = (businessOffsetMs = 0) =>
    startCloud({ ...options, home, port: 0, withDashboard, withDemoCalls: false, businessOffsetMs })
  let cloud = await start()
  let close = () => cloud.close()
  const tokens = new Map<Login, Promise<string>>()

  const tokenOf = (login: Login) => {
    const token = tokens.get(login) ?? cloud.tokenOf(login)
    tokens.set(login, token)
    return token
  }
  const as = (login: Login) =>
    clientOf(
      () => cloud.apiUrl,
      () => tokenOf(login),
    )
  const reader = (recorder: Login): Login => (recorder === 'rec-globex' ? 'tom' : 'tara')

  const connect = () => {
    const operator = new S3Client({
      ...{ region, endpoint: cloud.s3Url, credentials: cloud.operatorKey },
      requestChecksumCalculation: 'WHEN_REQUIRED',
    })
    const table = DynamoDBDocumentClient.from(
      new DynamoDBClient({ region, endpoint: lookAtUrl ?? cloud.dynamodbUrl, credentials: cloud.operatorKey }),
    )
    close = async () => {
      operator.destroy()
      table.destroy()
      await cloud.close()
    }
    return { operator, table }
  }

  const versionsUnder = async (folder: string) => {
    const listed = await given.operator.send(new ListObjectVersionsCommand({ Bucket: bucketName }))
    return [...(listed.Versions ?? []), ...(listed.DeleteMarkers ?? [])].flatMap(({ Key = '', VersionId = '' }) =>
      Key.includes(folder) ? [VersionId] : [],
    )
  }

  const given: GivenCloud = {
    cloud,
    home,
    ...connect(),
    as,
    withToken: (token) =>
      clientOf(
        () => cloud.apiUrl,
        async () => token,
      ),

    async announce(body, recorder = 'rec-acme', headers = {}) {
      const answer = await as(recorder).post('/recordings', { body, headers })
      // Held to the contract above; a refusal's result is not looked at.
      return { ...answer, result: answer.body as Ingested }
    },

    async read(recordingId, login = 'tara') {
      const { status, body, headers } = await as(login).get(`/recordings/${recordingId}`)
      if (status !== 200) throw new Error(`the recording cannot be read: ${status}`)
      return { recording: body as RecordingView, etag: headers.get('etag') ?? '' } // held to the contract above
    },

    async list(query, login = 'tara') {
      const { status, body, text } = await as(login).get(`/recordings?${query}`)
      if (status !== 200) throw new Error(`the list cannot be read: ${text}`)
      return body as RecordingPage // held to the contract above
    },

    async ingestCall({ files = [], ...facts }, recorder = 'rec-acme') {
      const body = files.length === 0 ? facts : { ...facts, media: files.map(announcementOf) }
      const { status, text, result } = await given.announce(body, recorder)
      if (status !== 201 && status !== 200) throw new Error(`the call was refused: ${text}`)
      for (const [index, { upload: place }] of result.media.entries()) {
        const bytes = files[index]?.bytes
        if (!place || !bytes) continue
        const sent = await upload(place, bytes)
        if (sent.status !== 200) throw new Error(`a file was refused: ${sent.status} ${sent.code}`)
      }
      return until(async () => {
        const { recording } = await given.read(result.recordingId, reader(recorder))
        return recording.mediaStatus !== 'pending' && { ...result, ...recording }
      })
    },

    versionsOf: (recordingId) => versionsUnder(`/${recordingId}/`),
    fileVersionsOf: (recordingId) => versionsUnder(`/${recordingId}/s/`),

    async itemsNaming(text) {
      const found: Record<string, unknown>[] = []
      for await (const page of paginateScan({ client: given.table }, { TableName: tableName })) {
        found.push(...(page.Items ?? []).filter((item) => JSON.stringify(item).includes(text)))
      }
      return found
    },

    async itemsOutsideAuditNaming(text) {
      return (await given.itemsNaming(text)).filter(({ PK }) => !String(PK).includes(`#${auditStart}`))
    },

    async openSupportAccess(tenantId, login = 'sam') {
      const { status, text } = await as(login).post('/support-access', {
        ...{ body: { reason: 'A test of ours', hours: 1 }, headers: { 'soundkeep-tenant': tenantId } },
      })
      if (status !== 200) throw new Error(`support access was not opened: ${text}`)
    },

    async restart(businessOffsetMs) {
      await close()
      tokens.clear()
      cloud = await start(businessOffsetMs)
      Object.assign(given, { cloud }, connect())
    },

    async close() {
      await close()
      await rm(home, { recursive: true })
    },
  }
  return given
}

/** The one file of a recording that has one. */
export function onlyFile({ segments }: RecordingView): MediaView {
  const [file, ...others] = segments.flatMap(({ media }) => media)
  if (!file || others.length > 0) throw new Error('the recording has not just one file')
  return file
}
