import type * as z from 'zod'
import type { Endpoint, FieldError } from '../contract/index.ts'
import { Refusal } from '../domain/problems/index.ts'
import type { HttpEvent } from './event.ts'
import { jsonBody } from './json-body.ts'

const defaultMaxBodyBytes = 64 * 1024

/** One header, by its name in lower case. API Gateway joins repeated ones with commas. */
export function headerOf({ headers = {} }: HttpEvent, name: string): string | undefined {
  return Object.hasOwn(headers, name) ? headers[name] : undefined
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
      const path = [...issue.path, ...(reason?.path ?? [])]
      return [{ field: fieldPath(path), message: reason?.message ?? issue.message }]
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

/**
 * API Gateway joins the values of a parameter that stands twice with a comma, which values may hold themselves.
 * @throws Refusal invalid_request
 */
function requireEachOnce({ rawQueryString = '' }: HttpEvent): void {
  const names = [...new URLSearchParams(rawQueryString).keys()]
  const repeated = new Set(names.filter((name, index) => names.indexOf(name) !== index))
  if (repeated.size === 0) return
  const errors = [...repeated].map((name) => ({ field: name.slice(0, 200), message: 'is given more than once' }))
  throw new Refusal('invalid_request', 'Give each parameter of the query once.', errors.slice(0, maxFieldErrors))
}

export type ParsedRequest = { params: unknown; query: unknown; body: unknown }

/**
 * Reads params, query and body by the endpoint's schemas. A path that names no possible thing is a thing that is not
 * there, so its shape tells nothing.
 * @throws Refusal not_found, invalid_request and those of the body
 */
export function parseRequest(endpoint: Endpoint, event: HttpEvent, notFound: () => Refusal): ParsedRequest {
  requireEachOnce(event)
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
export function baseVersionOf(endpoint: Endpoint, event: HttpEvent): number | undefined {
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
export function idempotencyKeyOf(endpoint: Endpoint, event: HttpEvent): string | undefined {
  const key = endpoint.idempotencyKey ? headerOf(event, 'idempotency-key') : undefined
  if (key !== undefined && !/^[\x21-\x7e]{1,255}$/.test(key)) {
    throw new Refusal('invalid_request', 'Idempotency-Key must be 1 to 255 visible ASCII characters.')
  }
  return key
}
