import fc from 'fast-check'
import type * as z from 'zod'
import { basePath, contract, type Endpoint, type RoomName } from '../../functions/contract/index.ts'

/** Stands in the words of every request, so that whatever repeats them is found out. */
export const marker = 'xq7-words-of-a-request'

export type Sent = { room: RoomName; event: unknown }

/** Every endpoint of the contract, by itself: a new one is sent events too. */
export const endpoints: readonly { room: RoomName; endpoint: Endpoint }[] = Object.entries(contract).flatMap(
  ([room, named]) =>
    // The keys of `contract` are the rooms.
    Object.values(named).map((endpoint: Endpoint) => ({ room: room as RoomName, endpoint })),
)

const ids = ['01k0000000000000000000000a', '01k0zzzzzzzzzzzzzzzzzzzzzz', '00000000000000000000000000']
/** Pieces that have broken parsers, stores and patterns before. */
const sharpTexts = [
  ...[
    '',
    ' ',
    '\0',
    '\u0007',
    '\ufeff',
    '\ud800',
    '\udfff',
    '\u202e',
    'é',
    '😀',
    '%00',
    '%',
    '%zz',
    '../..',
    '*',
    '${',
  ],
  ...['null', 'true', '-1', '0', '1e999', '1e-999', 'NaN', '9007199254740993', '2026-01-01T00:00:00Z', '2026-02-30'],
  ...['T#', '#', "'", '"', '\\', '{}', '[]', '<x/>', 'constructor', '__proto__', 'toString', 'a,b', 'x'.repeat(3_000)],
]
const sharpText = fc.oneof(
  { weight: 12, arbitrary: fc.constantFrom(...sharpTexts, ...sharpTexts.map((text) => marker + text)) },
  // Refused before anything else, so seldom.
  { weight: 1, arbitrary: fc.constantFrom('\ud800', `${marker}\udfff`) },
)
const usualText = fc.constantFrom(
  ...[marker, 'Sales', 'uma@example.com', '+15550100', 'en', 'UTC', 'US', 'view', 'all', 'inherit', 'audio', 'caller'],
  ...['2026-01-01T00:00:00Z', '2026-01-02T00:00:00Z', '10', '1', 'a'.repeat(64), 'audio/wav', 'outbound', ...ids],
)
const text = fc.oneof({ weight: 3, arbitrary: usualText }, { weight: 2, arbitrary: sharpText })
const odd = fc.oneof(
  fc.constantFrom<unknown[]>(
    null,
    0,
    -1,
    1e308,
    0.1,
    true,
    false,
    [],
    {},
    [[]],
    [null],
    { a: null },
    'x'.repeat(20_000),
  ),
  text,
  fc.constantFrom<unknown[]>(...[{ constructor: { prototype: { isAdmin: true } } }, { toString: marker, length: -1 }]),
  fc.constant(JSON.parse('{"__proto__":{"authorization":"x"}}')),
)

/** Somebody's token, or none of anybody's; filled in when the event is sent. */
export const callers = ['tara', 'uma', 'sam', 'rec-acme'] as const
function authorization({ permission }: Endpoint): fc.Arbitrary<string> {
  const likeliest = permission === 'recording:Ingest' ? 'rec-acme' : 'tara'
  return fc.oneof(
    { weight: 6, arbitrary: fc.constant(`Bearer {${likeliest}}`) },
    { weight: 3, arbitrary: fc.constantFrom(...callers).map((name) => `Bearer {${name}}`) },
    { weight: 3, arbitrary: sharpText.map((value) => `Bearer ${value}`) },
    { weight: 3, arbitrary: text },
  )
}

const sharpNames = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', '', marker, '\0', '\ud800']
const keysOf = (schema: z.ZodObject | undefined) => Object.keys(schema?.shape ?? {})

/** An object of what the schema names, mostly of plausible values and seldom whole. */
function fields(schema: z.ZodObject | undefined, value: fc.Arbitrary<unknown>): fc.Arbitrary<Record<string, unknown>> {
  const named = fc.constantFrom(...keysOf(schema), marker)
  const name = fc.oneof({ weight: 12, arbitrary: named }, { weight: 1, arbitrary: fc.constantFrom(...sharpNames) })
  // Own properties, whatever their names.
  return fc.array(fc.tuple(name, value), { maxLength: 6 }).map((pairs) => Object.fromEntries(pairs))
}

const plain = fc.oneof(text, fc.constantFrom<unknown[]>(true, false, 1, 60, null, [], ['view'], ids.slice(0, 1), {}))
const nested = fc.oneof(plain, odd, fc.array(plain, { maxLength: 3 }), fc.dictionary(text, plain, { maxKeys: 3 }))

/** What JSON.stringify would not write. */
const brokenJson = fc.constantFrom(
  ...[
    '',
    '{',
    '}',
    '[',
    'nul',
    '{"a":1e999}',
    '{"a":1,"a":2}',
    '{"__proto__":{"isAdmin":true}}',
    '"\\ud800"',
    '\ufeff{}',
  ],
  ...[
    '{"a":"\\u0000"}',
    `${'['.repeat(100)}${']'.repeat(100)}`,
    '['.repeat(5_000),
    `[${'0,'.repeat(30_000)}0]`,
    '{"a":01}',
  ],
  ...['{"constructor":{"prototype":{"isAdmin":true}}}', '//', 'Infinity', '-', '{"a":"\ud800"}', ' '.repeat(70_000)],
)

function bodyOf({ body }: Endpoint): fc.Arbitrary<string> {
  const json = fields(body, nested).map((value) => JSON.stringify(value))
  const cut = fc.tuple(json, fc.nat(200)).map(([whole, at]) => whole.slice(0, at) + whole.slice(at + 1))
  return fc.oneof(
    { weight: 8, arbitrary: json },
    { weight: 1, arbitrary: cut },
    { weight: 2, arbitrary: brokenJson },
    { weight: 1, arbitrary: odd.map((value) => JSON.stringify(value)) },
  )
}

const bytes = fc.uint8Array({ maxLength: 64 }).map((each) => Buffer.from(each).toString('base64'))
type Body = { body?: unknown; isBase64Encoded?: unknown }
function bodyPart(endpoint: Endpoint): fc.Arbitrary<Body> {
  return fc.oneof(
    { weight: 8, arbitrary: bodyOf(endpoint).map((body): Body => ({ body, isBase64Encoded: false })) },
    {
      weight: 2,
      arbitrary: bodyOf(endpoint).map(
        (body): Body => ({ body: Buffer.from(body).toString('base64'), isBase64Encoded: true }),
      ),
    },
    { weight: 1, arbitrary: bodyOf(endpoint).map((body): Body => ({ body, isBase64Encoded: true })) },
    { weight: 1, arbitrary: bytes.map((body): Body => ({ body, isBase64Encoded: true })) },
    { weight: 1, arbitrary: fc.record({ body: odd, isBase64Encoded: odd }) },
    { weight: 1, arbitrary: fc.constant<Body>({}) },
  )
}

const otherHeaders = fc.dictionary(
  fc.constantFrom(
    ...['content-length', 'Content-Type', 'AUTHORIZATION', 'if-match', 'idempotency-key', 'soundkeep-tenant', 'cookie'],
    ...['transfer-encoding', 'x-forwarded-for', ...sharpNames],
  ),
  fc.oneof(text, fc.constantFrom('"v1"', '*', 'W/"v1"', '"v99999999999999999"', '0', '-1', 'text/plain', 'chunked')),
  { maxKeys: 2 },
)

function headersOf(endpoint: Endpoint): fc.Arbitrary<Record<string, unknown>> {
  const usual = {
    ...(endpoint.body && { 'content-type': 'application/json' }),
    ...(endpoint.ifMatch && { 'if-match': '*' }),
  }
  const tenant = fc.constantFrom({}, { 'soundkeep-tenant': '{acme}' }, { 'soundkeep-tenant': '{acme}' })
  return fc
    .tuple(
      authorization(endpoint),
      tenant,
      fc.oneof({ weight: 3, arbitrary: fc.constant({}) }, { arbitrary: otherHeaders, weight: 1 }),
    )
    .map(([given, chosen, others]) => ({ authorization: given, ...usual, ...chosen, ...others }))
}

const parametersOf = (path: string) => [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name)

function pathOf({ path }: Endpoint): fc.Arbitrary<Record<string, unknown>> {
  const value = fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...ids, '1') }, { weight: 1, arbitrary: sharpText })
  const names = parametersOf(path)
  return fc
    .array(value, { minLength: names.length, maxLength: names.length })
    .map((values) => Object.fromEntries(names.map((name, index) => [name, values[index]])))
}

function likelyEvent({ room, endpoint }: (typeof endpoints)[number]): fc.Arbitrary<Sent> {
  const routeKey = `${endpoint.method} ${basePath}${endpoint.path}`
  const parts = fc.tuple(headersOf(endpoint), pathOf(endpoint), fields(endpoint.query, text), bodyPart(endpoint))
  return parts.map(([headers, pathParameters, query, body]) => ({
    room,
    event: {
      ...{
        version: '2.0',
        routeKey,
        rawPath: routeKey,
        rawQueryString: new URLSearchParams(
          Object.entries(query).map(([name, value]) => [name, String(value)]),
        ).toString(),
      },
      ...{ headers, pathParameters, queryStringParameters: query, ...body },
      requestContext: { routeKey, http: { method: endpoint.method, path: routeKey, sourceIp: '127.0.0.1' } },
    },
  }))
}

/** Places of an event where something may be wrong, one or two at a time: so much is right that the rest is reached. */
const places = [
  ...[
    ['version'],
    ['routeKey'],
    ['rawPath'],
    ['rawQueryString'],
    ['headers'],
    ['headers', 'authorization'],
    ['cookies'],
  ],
  ...[
    ['headers', 'content-type'],
    ['headers', 'soundkeep-tenant'],
    ['headers', 'if-match'],
    ['headers', marker],
  ],
  ...[['pathParameters'], ['pathParameters', 'recordingId'], ['pathParameters', 'seq'], ['queryStringParameters']],
  ...[['queryStringParameters', 'limit'], ['queryStringParameters', 'cursor'], ['body'], ['isBase64Encoded']],
  ...[
    ['requestContext'],
    ['requestContext', 'http'],
    ['requestContext', 'http', 'sourceIp'],
    ['requestContext', 'authorizer'],
  ],
]
const nothing = Symbol('left out')
type Change = { place: readonly string[]; value: unknown }
const change: fc.Arbitrary<Change> = fc.record({
  place: fc.constantFrom(...places),
  value: fc.oneof({ weight: 3, arbitrary: odd }, { weight: 1, arbitrary: fc.constant(nothing) }),
})

function changed(event: unknown, { place: [name = '', ...rest], value }: Change): unknown {
  if (typeof event !== 'object' || event === null || Array.isArray(event)) return event
  const { [name]: before, ...others } = event as Record<string, unknown> // an object by the line above
  const after = rest.length === 0 ? value : changed(before, { place: rest, value })
  return after === nothing ? others : { ...others, [name]: after }
}

const likely = fc.constantFrom(...endpoints).chain(likelyEvent)
const wrong = fc
  .tuple(likely, fc.array(change, { minLength: 1, maxLength: 2, size: 'xsmall' }))
  .map(([{ room, event }, changes]) => ({ room, event: changes.reduce(changed, event) }))
const anything = fc.record({
  room: fc.constantFrom(...endpoints).map(({ room }) => room),
  event: fc.oneof(odd, fc.dictionary(fc.constantFrom('version', 'routeKey', 'headers', 'body'), odd)),
})

/** An event of API Gateway's, whole, wrong somewhere, or nothing like one. A sixth reaches the stores, which takes the time. */
export const someEvent: fc.Arbitrary<Sent> = fc.oneof(
  { weight: 2, arbitrary: likely },
  { weight: 4, arbitrary: wrong },
  { weight: 4, arbitrary: anything },
)
