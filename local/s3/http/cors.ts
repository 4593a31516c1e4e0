import { S3Error } from '../errors.ts'
import type { Reply } from '../operations/context.ts'
import type { CorsRule } from '../types.ts'
import type { S3Request } from './request.ts'

/**
 * Answers a preflight, which carries no signature.
 *
 * @throws S3Error BadRequest, AccessForbidden
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/RESTOPTIONSobject.html
 */
export function preflight(request: S3Request, rules: readonly CorsRule[]): Reply {
  const origin = request.headers.get('origin')
  if (origin === undefined) {
    throw new S3Error('BadRequest', { message: 'Insufficient information. Origin request header needed.' })
  }
  const method = request.headers.get('access-control-request-method')
  if (method === undefined) {
    throw new S3Error('BadRequest', { message: 'Invalid Access-Control-Request-Method: null' })
  }
  if (rules.length === 0) {
    throw new S3Error('AccessForbidden', { message: 'CORSResponse: CORS is not enabled for this bucket.' })
  }
  const wanted = (request.headers.get('access-control-request-headers') ?? '')
    .split(',')
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name !== '')
  const rule = findRule(rules, origin, method, wanted)
  if (rule === undefined) {
    throw new S3Error('AccessForbidden', {
      message:
        "CORSResponse: This CORS request is not allowed. This is usually because the evalution of Origin, request method / Access-Control-Request-Method or Access-Control-Request-Headers are not whitelisted by the resource's CORS spec.",
    })
  }
  return {
    status: 200,
    headers: {
      ...ruleHeaders(rule, origin),
      ...(wanted.length === 0 ? {} : { 'access-control-allow-headers': wanted.join(', ') }),
    },
  }
}

/** The CORS headers of an answer, an error's too: without them a browser would hide it from the page. */
export function corsHeaders(request: S3Request, rules: readonly CorsRule[]): Readonly<Record<string, string>> {
  const origin = request.headers.get('origin')
  if (origin === undefined) return {}
  const rule = findRule(rules, origin, request.method, [])
  return rule === undefined ? {} : ruleHeaders(rule, origin)
}

function findRule(
  rules: readonly CorsRule[],
  origin: string,
  method: string,
  headers: readonly string[],
): CorsRule | undefined {
  return rules.find(
    (rule) =>
      rule.allowedOrigins.some((pattern) => fits(pattern, origin)) &&
      rule.allowedMethods.includes(method) &&
      headers.every((name) => (rule.allowedHeaders ?? []).some((pattern) => fits(pattern.toLowerCase(), name))),
  )
}

function ruleHeaders(rule: CorsRule, origin: string): Readonly<Record<string, string>> {
  const isAnybody = rule.allowedOrigins.includes('*')
  const exposed = rule.exposeHeaders ?? []
  return {
    'access-control-allow-origin': isAnybody ? '*' : origin,
    'access-control-allow-methods': rule.allowedMethods.join(', '),
    ...(isAnybody ? {} : { 'access-control-allow-credentials': 'true' }),
    ...(exposed.length === 0 ? {} : { 'access-control-expose-headers': exposed.join(', ') }),
    ...(rule.maxAgeSeconds === undefined ? {} : { 'access-control-max-age': String(rule.maxAgeSeconds) }),
    vary: 'Origin, Access-Control-Request-Headers, Access-Control-Request-Method',
  }
}

/** A pattern may hold one `*`. */
function fits(pattern: string, text: string): boolean {
  const star = pattern.indexOf('*')
  if (star < 0) return pattern === text
  const [head, tail] = [pattern.slice(0, star), pattern.slice(star + 1)]
  return text.length >= head.length + tail.length && text.startsWith(head) && text.endsWith(tail)
}
