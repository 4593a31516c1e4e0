import * as z from 'zod'
import { Refusal } from '../domain/problems/index.ts'

/**
 * What a request may be outside its body. API Gateway takes 10,240 bytes of request line and headers together, so nobody meets
 * these who comes through it: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html
 */
export const requestBounds = {
  headers: 100,
  /** Names and values together, in characters. */
  headersLength: 16_384,
  pathLength: 4_096,
  queryLength: 8_192,
} as const

/** Half of a surrogate pair is no text that a store takes; percent-encoded UTF-8 cannot even say it. */
const text = z.string().refine((value) => value.isWellFormed())
const texts = z.record(z.string(), text.optional())

/** IPv4 or IPv6, which the audit keeps; empty for a connection that has ended. */
export const addressPattern = /^[\da-f:.]{0,45}$/i
const address = z.string().regex(addressPattern)

/** What the API reads of an event of payload format 2.0, which has more. */
const eventSchema = z.object({
  version: z.literal('2.0'),
  routeKey: z.string(),
  rawPath: text.optional(),
  rawQueryString: text.optional(),
  headers: texts.optional(),
  queryStringParameters: texts.optional(),
  pathParameters: texts.optional(),
  requestContext: z.object({ http: z.object({ sourceIp: address.optional() }).optional() }).optional(),
  body: z.string().optional(),
  isBase64Encoded: z.boolean().optional(),
})

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html */
export type HttpEvent = z.input<typeof eventSchema>

/**
 * Holds what came to the form that API Gateway gives, so that whatever reads it later reads what its type says. Names of
 * headers come out in lower case.
 * @throws Refusal malformed_request
 */
export function readEvent(event: unknown): HttpEvent {
  const read = eventSchema.safeParse(event).data
  if (!read) throw new Refusal('malformed_request', 'This is no request of an HTTP API (payload format 2.0).')
  requireFairLength(read)
  return { ...read, headers: headersOf(read) }
}

function requireFairLength({ rawPath = '', rawQueryString = '', ...event }: HttpEvent): void {
  const { pathLength, queryLength, headers, headersLength } = requestBounds
  if (Math.max(rawPath.length, lengthOf(event.pathParameters)) > pathLength) {
    throw new Refusal('malformed_request', `Ask for a path of at most ${pathLength} characters.`)
  }
  if (Math.max(rawQueryString.length, lengthOf(event.queryStringParameters)) > queryLength) {
    throw new Refusal('malformed_request', `Ask with a query of at most ${queryLength} characters.`)
  }
  if (Object.keys(event.headers ?? {}).length > headers || lengthOf(event.headers) > headersLength) {
    throw new Refusal('malformed_request', `Send at most ${headers} headers of ${headersLength} characters together.`)
  }
}

function lengthOf(values: HttpEvent['headers'] = {}): number {
  return Object.entries(values).reduce((sum, [name, value = '']) => sum + name.length + value.length, 0)
}

/** API Gateway joins repeated headers with commas: one that stands twice is none of its events, and either may be meant. */
function headersOf({ headers = {} }: HttpEvent): Record<string, string> {
  const found = new Map<string, string>()
  for (const [name, value] of Object.entries(headers)) {
    const lowerCase = name.toLowerCase()
    if (found.has(lowerCase)) throw new Refusal('malformed_request', 'Send each header once.')
    if (value !== undefined) found.set(lowerCase, value)
  }
  return Object.fromEntries(found)
}

/** One header of whatever came, which need be no event; undefined unless it is a text. */
export function looseHeaderOf(event: unknown, name: string): string | undefined {
  const headers = isObject(event) ? event.headers : undefined
  const found = isObject(headers) ? Object.entries(headers).find(([each]) => each.toLowerCase() === name) : undefined
  return typeof found?.[1] === 'string' ? found[1] : undefined
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null
