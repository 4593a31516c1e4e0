import { type JsonFault, jsonFault } from '../contract/index.ts'
import { Refusal } from '../domain/problems/index.ts'
import type { HttpEvent } from './event.ts'

/** Far more than any body of the contract has within the length that its endpoint takes. */
const bounds = { maxDepth: 32, maxNodes: 20_000 }

const faultTexts: Record<Exclude<JsonFault, 'proto'>, string> = {
  deep: `The body nests more than ${bounds.maxDepth} lists and objects: send fewer within each other.`,
  large: `The body holds more than ${bounds.maxNodes} values: send fewer.`,
  repeated: 'The body has an object that names a field twice: name each once.',
  half: 'The body holds half of a surrogate pair: send whole Unicode characters.',
  number: 'The body holds a number too large for a double: send a smaller one.',
}

/**
 * The JSON that a request carries, read only once its length, its type and its structure are within bounds.
 * @throws Refusal body_too_large, unsupported_media_type, malformed_request; invalid_request for `__proto__`
 */
export function jsonBody(event: HttpEvent, maxBodyBytes: number): unknown {
  const { headers = {} } = event
  const bytes = bytesOf(event, maxBodyBytes)
  if (!/^application\/(json|[\w.+-]+\+json)\s*(;|$)/i.test(headers['content-type'] ?? '')) {
    throw new Refusal('unsupported_media_type', 'Send JSON with Content-Type: application/json.')
  }
  const announced = headers['content-length']
  if (announced !== undefined && announced !== String(bytes.length)) {
    throw new Refusal('malformed_request', 'Content-Length is not the length of the body, or the body is not UTF-8.')
  }
  const text = textOf(bytes)
  const fault = jsonFault(text, bounds)
  if (fault === 'proto') {
    const errors = [{ field: '__proto__', message: 'is not a field of this request' }]
    throw new Refusal('invalid_request', 'Correct the body: it holds what is not a field of any request.', errors)
  }
  if (fault !== undefined) throw new Refusal('malformed_request', faultTexts[fault])
  try {
    return JSON.parse(text)
  } catch {
    throw new Refusal('malformed_request', 'The body is not well-formed JSON.')
  }
}

/** @throws Refusal body_too_large, malformed_request for base64 that is none */
function bytesOf({ body = '', isBase64Encoded = false }: HttpEvent, maxBodyBytes: number): Uint8Array {
  const leastBytes = isBase64Encoded ? (body.length / 4) * 3 - 2 : body.length
  const bytes = leastBytes > maxBodyBytes ? undefined : Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8')
  if (!bytes || bytes.length > maxBodyBytes) throw new Refusal('body_too_large', `Send at most ${maxBodyBytes} bytes.`)
  if (isBase64Encoded ? bytes.toString('base64') === body : body.isWellFormed()) return bytes
  throw new Refusal('malformed_request', 'The body cannot be read: send whole Unicode characters in UTF-8.')
}

/** A byte order mark stays, and is no JSON (RFC 8259 section 8.1). */
const strictText = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** @throws Refusal malformed_request */
function textOf(bytes: Uint8Array): string {
  try {
    return strictText.decode(bytes)
  } catch {
    throw new Refusal('malformed_request', 'The body is not UTF-8.')
  }
}
