import type { IncomingMessage, ServerResponse } from 'node:http'
import type { SigningContext } from '../auth/canonical.ts'
import { planBody, receiveBody } from '../body/receive.ts'
import { S3Error } from '../errors.ts'
import type { RequestBody } from '../operations/context.ts'
import type { S3Request } from './request.ts'

/** The largest of S3's request documents, a DeleteObjects of 1000 long keys, stays below this. */
const MAX_DOCUMENT_BYTES = 4 * 1024 ** 2

/** The body of one request; a client that waits for `100 Continue` is told so when the first byte is wanted. */
export function requestBody(
  message: IncomingMessage,
  response: ServerResponse,
  request: S3Request,
  payloadHash: string,
  signing: SigningContext,
): RequestBody {
  const source = (): AsyncIterable<Buffer> => {
    if (isWaitingToContinue(message, response)) {
      response.writeContinue()
      continued.add(response)
    }
    return bytesOf(message)
  }
  return {
    plan: () => planBody(request, payloadHash),
    receive: (plan, write, wanted) => receiveBody(source(), plan, signing, write, wanted),
    text: async (checksumOf) => {
      const plan = planBody(request, payloadHash, checksumOf)
      if (plan.sizeBytes > MAX_DOCUMENT_BYTES) throw new S3Error('MalformedXML')
      if (plan.sizeBytes === 0) throw new S3Error('MissingRequestBodyError')
      const pieces: Buffer[] = []
      await receiveBody(source(), plan, signing, async (piece) => {
        pieces.push(piece)
      })
      return Buffer.concat(pieces).toString('utf8')
    },
  }
}

const continued = new WeakSet<ServerResponse>()

/** Whether the client holds its body back until it is told to send it (RFC 9110 §10.1.1). */
export function isWaitingToContinue(message: IncomingMessage, response: ServerResponse): boolean {
  return /^100-continue$/i.test(message.headers.expect ?? '') && !continued.has(response)
}

/** The client went away in the middle of its body; nobody is left to be answered. */
export class ClientGone extends Error {}

// The stream is left standing when a body is refused, so that the refusal can still be sent.
async function* bytesOf(message: IncomingMessage): AsyncGenerator<Buffer> {
  try {
    for await (const piece of message.iterator({ destroyOnReturn: false })) {
      // No encoding is set on a request here, so its pieces are buffers.
      yield piece as Buffer
    }
  } catch (error) {
    throw new ClientGone('The client closed the connection before its body was whole', { cause: error })
  }
}
