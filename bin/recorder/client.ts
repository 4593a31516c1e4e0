import { z } from 'zod'
import { basePath, contract, type ProblemCode, problemSchema } from '../../functions/contract/index.ts'
import type { Connection } from './connection.ts'
import { ConnectionError, messageOf, PassingError, RefusedError, systemCodeOf, UnreachableError } from './errors.ts'
import { type Patience, withPatience } from './retry.ts'
import type { ArrivedParts, IngestBody, IngestResult, MediaState, PartUploads, Upload } from './wire.ts'

export type Fetch = typeof fetch

export type FilePlace = { recordingId: string; segment: number; mediaId: string }

/** The API as a recorder uses it. */
export type Client = {
  /** Proves that the recorder is let in. Throws {@link ConnectionError}. */
  connect(): Promise<void>
  /** The same `requestKey` again makes no second recording. */
  announce(body: IngestBody, requestKey?: string): Promise<{ result: IngestResult; isNew: boolean }>
  /** Undefined: the file has arrived already. */
  reissueUpload(file: FilePlace): Promise<Upload | undefined>
  /** What has arrived of a file that is sent in parts. Undefined: all of it, and it was put together. */
  arrivedParts(file: FilePlace): Promise<ArrivedParts | undefined>
  /** Where to put parts, in the order asked. Undefined as above. */
  uploadParts(file: FilePlace, parts: readonly { number: number; sha256: string }[]): Promise<PartUploads | undefined>
  /** Undefined: parts are missing. */
  completeUpload(file: FilePlace): Promise<MediaState | undefined>
}

const tokenSchema = z.object({ access_token: z.string().min(1), expires_in: z.number().positive() })
const resultSchema = contract.ingest.ingestRecording.responses[200].schema
const uploadSchema = contract.ingest.reissueUpload.responses[200].schema
const arrivedPartsSchema = contract.ingest.listUploadParts.responses[200].schema
const partUploadsSchema = contract.ingest.uploadParts.responses[200].schema
const completedSchema = contract.ingest.completeUpload.responses[200].schema

/** A token is renewed this long before its end, so that it does not die on the way. */
const renewalMs = 60_000
const answerWithinMs = 60_000

export function connectClient(connection: Connection, fetchIt: Fetch, patience: Patience, signal: AbortSignal): Client {
  let token: { value: Promise<string>; renewAtMs: number } | undefined

  /** One request for a token serves all that wait for it. */
  const currentToken = (): Promise<string> => {
    if (token && Date.now() < token.renewAtMs) return token.value
    const value = requestToken()
    token = { value, renewAtMs: Number.POSITIVE_INFINITY }
    value.catch(() => {
      token = undefined
    })
    return value
  }

  /** Client credentials grant, RFC 6749 section 4.4; the secret by HTTP Basic, section 2.3.1. */
  const requestToken = async (): Promise<string> => {
    const { clientId, clientSecret, scope, tokenUrl } = connection
    const basic = Buffer.from(`${formEncoded(clientId)}:${formEncoded(clientSecret)}`).toString('base64')
    const answer = await reach(tokenUrl, {
      method: 'POST',
      headers: { authorization: `Basic ${basic}`, 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ grant_type: 'client_credentials', scope }).toString(),
    })
    if (answer.status >= 400 && answer.status < 500 && answer.status !== 429) {
      throw new ConnectionError(
        `The sign-in service does not let ${clientId} in: its id or secret is wrong, or it was disabled.`,
      )
    }
    refuseIfPassing(answer)
    const read = tokenSchema.safeParse(await jsonOf(answer))
    if (!read.success)
      throw new ConnectionError(`${tokenUrl} gave no token: it is not the address of a token endpoint.`)
    const lifeMs = read.data.expires_in * 1000
    if (token) token.renewAtMs = Date.now() + Math.max(lifeMs - renewalMs, lifeMs / 2)
    return read.data.access_token
  }

  const reach = async (url: string, init: RequestInit): Promise<Response> => {
    try {
      return await fetchIt(url, {
        ...init,
        redirect: 'error',
        signal: AbortSignal.any([signal, AbortSignal.timeout(answerWithinMs)]),
      })
    } catch (error) {
      if (signal.aborted) throw error
      const code = systemCodeOf(error)
      throw new UnreachableError(
        `Nobody answers at ${new URL(url).origin}${code ? ` (${code})` : ''}: ${connection.adviceIfSilent}`,
        { cause: error },
      )
    }
  }

  const post = (path: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> =>
    ask(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    })

  const ask = (path: string, init: RequestInit): Promise<Response> =>
    withPatience(patience, signal, async () => {
      const send = async () =>
        reach(`${connection.url}${basePath}${path}`, {
          ...init,
          headers: { ...init.headers, authorization: `Bearer ${await currentToken()}` },
        })
      let answer = await send()
      if (answer.status === 401) {
        // The token may have been revoked or this machine's clock may be off: a new one shows which.
        token = undefined
        answer = await send()
      }
      refuseIfPassing(answer)
      if (!answer.ok) throw await refusalOf(answer)
      return answer
    })

  return {
    connect: async () => {
      try {
        await withPatience(patience, signal, async () => {
          try {
            await currentToken()
          } catch (error) {
            // Not running is said at once; a server that is there and busy is waited for.
            throw error instanceof UnreachableError ? new ConnectionError(error.message, { cause: error }) : error
          }
        })
      } catch (error) {
        throw error instanceof PassingError ? new ConnectionError(error.message, { cause: error }) : error
      }
    },
    announce: async (body, requestKey) => {
      const answer = await post('/recordings', body, requestKey === undefined ? {} : { 'idempotency-key': requestKey })
      return { result: await read(resultSchema, answer), isNew: answer.status === 201 }
    },
    reissueUpload: (file) =>
      unless('media_accepted', async () => read(uploadSchema, await post(`${pathOf(file)}/upload`, {}))),
    arrivedParts: (file) =>
      unless('media_accepted', async () =>
        read(arrivedPartsSchema, await ask(`${pathOf(file)}/upload/parts`, { method: 'GET' })),
      ),
    uploadParts: (file, parts) =>
      unless('media_accepted', async () =>
        read(partUploadsSchema, await post(`${pathOf(file)}/upload/parts`, { parts })),
      ),
    completeUpload: (file) =>
      unless('media_not_ready', async () => {
        const { state } = await read(completedSchema, await post(`${pathOf(file)}/upload/complete`, {}))
        return state
      }),
  }
}

const pathOf = ({ recordingId, segment, mediaId }: FilePlace) =>
  `/recordings/${recordingId}/segments/${segment}/media/${mediaId}`

/** What the API answers, or undefined where it refuses with that problem. */
async function unless<T>(code: ProblemCode, asking: () => Promise<T>): Promise<T | undefined> {
  try {
    return await asking()
  } catch (error) {
    if (error instanceof RefusedError && error.code === code) return undefined
    throw error
  }
}

/** Throws a {@link PassingError} for an answer that may be another in a while; heeds Retry-After in seconds. */
export function refuseIfPassing(answer: Response): void {
  if (answer.status < 500 && answer.status !== 429 && answer.status !== 408) return
  const seconds = Number(answer.headers.get('retry-after') ?? Number.NaN)
  const waitMs = seconds >= 0 && seconds <= 300 ? seconds * 1000 : undefined
  if (!answer.bodyUsed) void answer.body?.cancel()
  throw new PassingError(`The server cannot answer right now (${answer.status}).`, { waitMs })
}

async function read<S extends z.ZodType>(schema: S, answer: Response): Promise<z.output<S>> {
  const parsed = schema.safeParse(await jsonOf(answer))
  return parsed.success ? parsed.data : refuse(answer.status)
}

function refuse(status: number): never {
  throw new RefusedError({
    status,
    code: 'unknown',
    message: `The server answered ${status} in words that are not Soundkeep's: check the address.`,
    fields: [],
  })
}

async function refusalOf(answer: Response): Promise<RefusedError | PassingError> {
  const problem = problemSchema.safeParse(await jsonOf(answer))
  if (!problem.success) return refuse(answer.status)
  const { status, code, title, detail, errors = [] } = problem.data
  // Somebody else was faster at the same recording.
  if (code === 'conflict') return new PassingError(detail || title)
  return new RefusedError({ status, code, message: detail || title, fields: errors })
}

async function jsonOf(answer: Response): Promise<unknown> {
  try {
    return await answer.json()
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw new PassingError(`The answer was cut: ${messageOf(error)}`, { cause: error })
  }
}

const formEncoded = (text: string): string => new URLSearchParams({ x: text }).toString().slice(2)
