import type { IncomingMessage } from 'node:http'
import { S3Error } from '../errors.ts'

const MAX_KEY_BYTES = 1024

/** One HTTP request as S3 sees it, before anybody has verified who sent it. */
export type S3Request = {
  readonly id: string
  readonly method: string
  /** The path exactly as sent, still escaped. */
  readonly rawPath: string
  /** Query parameters in the order sent, unescaped. */
  readonly query: readonly (readonly [name: string, value: string])[]
  /** Names in lower case; a header sent several times is joined with commas. */
  readonly headers: ReadonlyMap<string, string>
  readonly host: string
  readonly bucket: string | undefined
  readonly key: string | undefined
  readonly sourceIp: string
}

/**
 * Takes a request apart. Bucket and key come from the path (`/bucket/key`), or the bucket from the host
 * (`bucket.localhost`). The key is data only: no dot or slash in it means anything here.
 *
 * @throws S3Error InvalidURI, KeyTooLongError
 */
export function readRequest(message: IncomingMessage, id: string): S3Request {
  const target = message.url ?? '/'
  // RFC 9112 §3.2.2: a server takes the absolute form too.
  const originForm = target.startsWith('/') ? target : target.replace(/^https?:\/\/[^/?]*/i, '')
  const mark = originForm.indexOf('?')
  const rawPath = (mark < 0 ? originForm : originForm.slice(0, mark)) || '/'
  const headers = joinedHeaders(message.headersDistinct)
  const host = headers.get('host') ?? ''
  const { bucket, key } = addressed(host, rawPath)
  if (key !== undefined && Buffer.byteLength(key) > MAX_KEY_BYTES) {
    throw new S3Error('KeyTooLongError', {
      details: { Size: String(Buffer.byteLength(key)), MaxSizeAllowed: String(MAX_KEY_BYTES) },
    })
  }
  return {
    id,
    method: message.method ?? 'GET',
    rawPath,
    query: mark < 0 ? [] : readQuery(originForm.slice(mark + 1)),
    headers,
    host,
    bucket,
    key,
    sourceIp: message.socket.remoteAddress ?? '',
  }
}

/** The value of a query parameter; undefined when it is not there. Of several the first counts. */
export function queryValue(request: S3Request, name: string): string | undefined {
  return request.query.find(([candidate]) => candidate === name)?.[1]
}

function joinedHeaders(headers: NodeJS.Dict<string[]>): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(headers).flatMap(([name, values]) => (values === undefined ? [] : [[name, utf8(values.join(','))]])),
  )
}

/** node:http hands header bytes out as Latin-1; S3 clients send UTF-8. */
function utf8(value: string): string {
  return /[\u0080-\u00ff]/.test(value) ? Buffer.from(value, 'latin1').toString('utf8') : value
}

function addressed(host: string, rawPath: string): { bucket: string | undefined; key: string | undefined } {
  const virtual = /^(.+?)(?:\.s3)?\.localhost(?::\d+)?$/i.exec(host)?.[1]
  const path = rawPath.replace(/^\//, '')
  if (virtual !== undefined && virtual !== 's3') {
    return { bucket: virtual, key: path === '' ? undefined : unescapePath(path) }
  }
  const slash = path.indexOf('/')
  const bucket = slash < 0 ? path : path.slice(0, slash)
  const key = slash < 0 ? '' : path.slice(slash + 1)
  return {
    bucket: bucket === '' ? undefined : unescapePath(bucket),
    key: key === '' ? undefined : unescapePath(key),
  }
}

function unescapePath(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    throw new S3Error('InvalidURI')
  }
}

function readQuery(text: string): (readonly [string, string])[] {
  return text
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => {
      const equals = pair.indexOf('=')
      const name = equals < 0 ? pair : pair.slice(0, equals)
      return [unescapeQuery(name), equals < 0 ? '' : unescapeQuery(pair.slice(equals + 1))] as const
    })
}

// Form encoding: `+` in a query is a blank, in a path it is itself.
function unescapeQuery(text: string): string {
  return unescapePath(text.replaceAll('+', ' '))
}
