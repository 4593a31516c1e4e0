import { once } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { pipeline } from 'node:stream/promises'
import { S3Error } from '../errors.ts'
import type { Reply } from '../operations/context.ts'
import type { S3Request } from './request.ts'
import { xmlError } from './xml.ts'

/** Sends an answer; of one to a HEAD only the headers. Resolves when the last byte is on its way or the client gone. */
export async function sendReply(
  message: IncomingMessage,
  response: ServerResponse,
  reply: Reply,
  extraHeaders: Readonly<Record<string, string>>,
): Promise<void> {
  const { body } = reply
  const headers: Record<string, string> = { ...extraHeaders, ...reply.headers }
  if (body?.kind === 'xml') {
    headers['content-type'] = 'application/xml'
    headers['content-length'] = String(Buffer.byteLength(body.text))
  } else if (body?.kind === 'bytes') {
    headers['content-length'] = String(body.sizeBytes)
  } else if (reply.status !== 204 && reply.status !== 304) {
    headers['content-length'] = '0'
  }
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, headerBytes(value))
  response.writeHead(reply.status)
  if (message.method === 'HEAD' || body === undefined) {
    response.end()
  } else if (body.kind === 'xml') {
    response.end(body.text)
  } else {
    response.flushHeaders()
    for (const open of body.open()) {
      if (response.destroyed) return
      await pipeline(open(), response, { end: false })
    }
    response.end()
  }
  if (!response.writableFinished && !response.destroyed) {
    await Promise.race([once(response, 'finish'), once(response, 'close')])
  }
}

/** An error as S3 writes it. */
export function errorReply(error: S3Error, request: S3Request | undefined, ids: { id: string; hostId: string }): Reply {
  const resource = request === undefined ? {} : { Resource: request.rawPath }
  return {
    status: error.status,
    headers: error.headers,
    body: {
      kind: 'xml',
      text: xmlError({
        Code: error.code,
        Message: error.message,
        ...error.details,
        ...resource,
        RequestId: ids.id,
        HostId: ids.hostId,
      }),
    },
  }
}

/** node:http writes header values as Latin-1; what S3 clients stored was UTF-8. */
function headerBytes(value: string): string {
  return Buffer.from(value, 'utf8').toString('latin1')
}

export function asS3Error(error: unknown): S3Error {
  return error instanceof S3Error ? error : new S3Error('InternalError')
}
