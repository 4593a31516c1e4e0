import type { APIGatewayProxyEventV2 } from 'aws-lambda'
import type * as z from 'zod'
import type { Endpoint, FieldError } from '../contract/index.ts'
import { Refusal } from '../domain/problems/index.ts'

const defaultMaxBodyBytes = 64 * 1024

/** One header, whatever the case of its name. API Gateway joins repeated ones with commas. */
export function headerOf(event: APIGatewayProxyEventV2, name: string): string | undefined {
  const headers = event.headers ?? {}
  const key = Object.keys(headers).find((candidate) => candidate.toLowerCase() === name)
  return key === undefined ? undefined : headers[key]
}

function fieldPath(path: readonly PropertyKey[]): string {
  return path
    .map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`))
    .join('')
    .replace(/^\./, '')
}

const maxFieldErrors = 50

function errorsOf(issue: z.core.$ZodIssue): FieldError[] {
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => ({
        field: fieldPath([...issue.path, key]).slice(0, 200),
        message: 'is not a field of this request',
      }))
    case 'invalid_union': {
      // A union's own words are "Invalid input"; its last branch is the widest and says what it takes.
      const [reason] = issue.errors.at(-1) ?? []
      return [{ field: fieldPath(issue.path), message: reason?.message ?? issue.message }]
    }
    default:
      return [{ field: fieldPath(issue.path), message: issue.message }]
  }
}

/** The first thing that is wrong with each field: what follows is mostly wrong because of it. */
function fieldErrors(error: z.ZodError): FieldError[] {
  const byField = new Map<string, FieldError>()
  for (const fieldError of error.issues.flatMap(errorsOf)) {
    if (!byField.has(fieldError.field)) byField.set(fieldError.field, fieldError)
  }
  return [...byField.values()].slice(0, maxFieldErrors)
}

function reasonOf(first: FieldError | undefined): string {
  return `${first?.field ? `${first.field} ` : ''}${first?.message ?? 'it is not valid'}`
}

/** @throws Refusal invalid_request naming each field that is wrong */
function parse(schema: z.ZodObject | undefined, value: unknown, where: string): unknown {
  if (!schema) return undefined
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  const errors = fieldErrors(parsed.error)
  // Keys that are not ours are the caller's words, which stand in `errors` alone: the detail is kept (domain/recorders).
  const isForeignKey = parsed.error.issues[0]?.code === 'unrecognized_keys'
  const reason = isForeignKey ? 'it holds what is not a field of this request, see errors' : reasonOf(errors[0])
  const detail = `Correct the ${where}: ${reason}.`
  throw new Refusal('invalid_request', detail, errors)
}

/** @throws Refusal unsupported_media_type, body_too_large, malformed_request */
function jsonBody(event: APIGatewayProxyEventV2, maxBodyBytes: number): unknown {
  const text = event.isBase64Encoded ? Buffer.from(event.body ?? '', 'base64').toString('utf8') : (event.body ?? '')
  if (Buffer.byteLength(text) > maxBodyBytes) {
    throw new Refusal('body_too_large', `Send at most ${maxBodyBytes} bytes.`)
  }
  if (!/^application\/(json|[\w.+-]+\+json)\s*(;|$)/i.test(headerOf(event, 'content-type') ?? '')) {
    throw new Refusal('unsupported_media_type', 'Send JSON with Content-Type: application/json.')
  }
  try {
    return JSON.parse(text, /\\ud[89a-f]/i.test(text) ? requireWholeCharacters : undefined)
  } catch (error) {
    throw error instanceof Refusal ? error : new Refusal('malformed_request', 'The body is not well-formed JSON.')
  }
}

/** An escape may name half of a surrogate pair (RFC 8259 section 8.2), which is no text that a store takes. */
function requireWholeCharacters(key: string, value: unknown): unknown {
  if (key.isWellFormed() && (typeof value !== 'string' || value.isWellFormed())) return value
  throw new Refusal('malformed_request', 'The body holds half of a surrogate pair: send whole Unicode characters.')
}

export type ParsedRequest = { params: unknown; query: unknown; body: unknown }

/**
 * Reads params, query and body by the endpoint's schemas. A path that names no possible thing is a thing that is not
 * there, so its shape tells nothing.
 * @throws Refusal not_found, invalid_request and those of the body
 */
export function parseRequest(
  endpoint: Endpoint,
  event: APIGatewayProxyEventV2,
  notFound: () => Refusal,
): ParsedRequest {
  const params = endpoint.params?.safeParse(event.pathParameters ?? {})
  if (params && !params.success) throw notFound()
  return {
    params: params?.data,
    query: parse(endpoint.query, event.queryStringParameters ?? {}, 'query'),
    body: endpoint.body
      ? parse(endpoint.body, jsonBody(event, endpoint.maxBodyBytes ?? defaultMaxBodyBytes), 'body')
      : undefined,
  }
}

/** The version that If-Match names; undefined for `*` (RFC 9110 section 13.1.1). */
export function baseVersionOf(endpoint: Endpoint, event: APIGatewayProxyEventV2): number | undefined {
  const value = headerOf(event, 'if-match')?.trim()
  if (endpoint.ifMatch !== 'required' || value === '*') return undefined
  if (value === undefined || value === '') {
    throw new Refusal('precondition_required', 'Send the ETag that you read in an If-Match header.')
  }
  const version = /^"v(\d{1,15})"$/.exec(value)?.[1]
  if (version === undefined) {
    throw new Refusal('precondition_failed', 'If-Match is not an ETag of this resource. Read it again.')
  }
  return Number(version)
}

export function etagOf(version: number): string {
  return `"v${version}"`
}

/** @throws Refusal invalid_request for a key that is not 1 to 255 visible ASCII characters */
export function idempotencyKeyOf(endpoint: Endpoint, event: APIGatewayProxyEventV2): string | undefined {
  const key = endpoint.idempotencyKey ? headerOf(event, 'idempotency-key') : undefined
  if (key !== undefined && !/^[\x21-\x7e]{1,255}$/.test(key)) {
    throw new Refusal('invalid_request', 'Idempotency-Key must be 1 to 255 visible ASCII characters.')
  }
  return key
}
