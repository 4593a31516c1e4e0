import { format } from 'node:util'
import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda'
import fc from 'fast-check'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { contract } from '../../functions/contract/index.ts'
import { acme } from '../../local/demo/people.ts'
import type { LocalFunctions } from '../../local/functions/index.ts'
import { type GivenCloud, givenCloud } from '../given/cloud.ts'
import { callers, marker, type Sent, someEvent } from './events.ts'
import { faultOf, faultOfLog, reached } from './judge.ts'

/** How many events to send: few in CI, SOUNDKEEP_CASES at night. */
const cases = Number(process.env.SOUNDKEEP_CASES ?? 20_000)
/** The same events in each run of CI; others at night, named by fast-check where one fails. SOUNDKEEP_SEED repeats them. */
const seed = {
  ...(process.env.SOUNDKEEP_CASES === undefined ? { seed: 20_261_126 } : {}),
  ...(process.env.SOUNDKEEP_SEED === undefined ? {} : { seed: Number(process.env.SOUNDKEEP_SEED) }),
}
/** Sent at once, since the engines behind have processes of their own. */
const atOnce = 50

let world: GivenCloud
let filled: [placeholder: string, value: string][]
let lines: string[]

beforeAll(async () => {
  // Functions write a line for each request, which is judged too.
  world = await givenCloud({ logLevel: 'INFO' })
  const tokens = await Promise.all(callers.map((name) => world.cloud.tokenOf(name)))
  filled = [['{acme}', acme.id], ...callers.map((name, index): [string, string] => [`{${name}}`, tokens[index] ?? ''])]
})
afterAll(() => world.close())

beforeEach(() => {
  lines = []
  for (const level of ['error', 'warn', 'log', 'info', 'debug'] as const) {
    vi.spyOn(console, level).mockImplementation((...parts) => void lines.push(format(...parts)))
  }
  // The functions' logger has a console of its own.
  for (const stream of [process.stdout, process.stderr]) {
    vi.spyOn(stream, 'write').mockImplementation((chunk) => lines.push(String(chunk)) > 0)
  }
})
afterEach(() => vi.restoreAllMocks())

type Answer = APIGatewayProxyStructuredResultV2
type Invoke = (sent: Sent) => Promise<Answer>

/** With the tokens and the tenant in their places. */
function fill(sent: Sent): Sent {
  const headers = (sent.event as { headers?: unknown } | null)?.headers
  if (typeof headers !== 'object' || headers === null || Array.isArray(headers)) return sent
  const found = Object.entries(headers).map(([name, value]) => [
    name,
    typeof value === 'string' ? filled.reduce((text, [from, to]) => text.replace(from, to), value) : value,
  ])
  return { ...sent, event: { ...(sent.event as object), headers: Object.fromEntries(found) } }
}

/** The entries that Lambda runs, on the local cloud's engines, without the gateway that would mend events. */
const invoke: Invoke = ({ room, event }) =>
  // Whatever it is: that is the matter here.
  world.cloud.functions.invokeRoom(room, event as Parameters<LocalFunctions['invokeRoom']>[1])

/** Sends events and judges each answer and each line that was logged; @throws what is wrong, with its event */
async function judge(events: readonly Sent[], send: Invoke, onAnswer: (answer: Answer) => void = () => {}) {
  const answers = await Promise.all(
    events.map(async (sent) => {
      const answer = await send(fill(sent)).catch((error: unknown) => error)
      return { sent, answer }
    }),
  )
  for (const { sent, answer } of answers) {
    const fault = answer instanceof Error ? `it was thrown: ${answer.stack}` : faultOf(sent, answer as Answer)
    if (fault) throw new Error(`${fault}, for ${JSON.stringify(sent).slice(0, 2_000)}, logged ${lines.join('\n')}`)
    onAnswer(answer as Answer) // no error by the line above
  }
  const logged = lines.splice(0)
  const fault = logged.map(faultOfLog).find(Boolean)
  if (fault) throw new Error(fault)
  return logged.length
}

describe('whatever event comes to any room', () => {
  it(
    'the answer is a success or a refusal of the contract, and no line holds a word of it',
    async () => {
      const codes = new Map<string, number>()
      const rooms = new Set<string>()
      let written = 0
      const batch = fc.array(someEvent, { minLength: atOnce, maxLength: atOnce })
      const property = fc.asyncProperty(batch, async (events) => {
        for (const { room } of events) rooms.add(room)
        written += await judge(events, invoke, ({ statusCode = 0, body }) => {
          const code = statusCode < 400 ? 'success' : JSON.parse(body ?? '').code
          codes.set(code, (codes.get(code) ?? 0) + 1)
        })
      })
      await fc.assert(property, { numRuns: Math.ceil(cases / atOnce), ...seed })
      expect(written, 'lines that were judged').toBeGreaterThan(cases / 2)
      expect([...rooms].sort()).toEqual(Object.keys(contract).sort())
      for (const code of ['success', ...reached]) expect(codes.get(code) ?? 0, code).toBeGreaterThan(0)
    },
    Number.POSITIVE_INFINITY,
  )
})

describe('the judge finds out', () => {
  const sent: Sent = {
    room: 'me',
    event: { version: '2.0', routeKey: 'GET /api/v1/me', headers: { authorization: 'Bearer {tara}' } },
  }
  const genuine = () => invoke(fill(sent))
  const headers = {
    'cache-control': 'no-store',
    'soundkeep-request-id': 'r',
    'content-type': 'application/problem+json',
  }
  const problem = { type: 'about:blank', title: 'x', status: 500, code: 'internal_error', detail: 'x' }
  const answering =
    (body: object | string, statusCode = 400): Invoke =>
    async () => ({
      ...{ statusCode, headers, body: typeof body === 'string' ? body : JSON.stringify(body) },
    })

  it.for<[what: string, plant: Invoke]>([
    ['a throw', () => Promise.reject(new Error('planted'))],
    ['a fault of ours', answering(problem, 500)],
    [
      'a page of HTML',
      async () => ({ ...(await answering('<html>')(sent)), headers: { ...headers, 'content-type': 'text/html' } }),
    ],
    ['a text that is no problem', answering('oops')],
    ['a code of nobody', answering({ ...problem, status: 400, code: 'planted' })],
    ['a status of another code', answering({ ...problem, status: 400, code: 'not_found' })],
    ['words of the request', answering({ ...problem, status: 404, code: 'not_found', detail: marker }, 404)],
    ['a success that is not declared', async () => ({ ...(await genuine()), statusCode: 201 })],
    ['a success of another form', async () => ({ ...(await genuine()), body: '{}' })],
    ['missing headers', async () => ({ ...(await genuine()), headers: {} })],
    [
      'a line with words of the request',
      (given) => {
        console.error(marker)
        return invoke(given)
      },
    ],
    [
      'a line of the functions’ own logger with words of the request',
      (given) => {
        process.stdout.write(`${marker}\n`)
        return invoke(given)
      },
    ],
    [
      'a line with a token',
      (given) => {
        console.log(JSON.stringify(given.event))
        return invoke(given)
      },
    ],
  ])('%s', async ([, plant]) => {
    await judge([sent], invoke)
    await expect(judge([sent], plant)).rejects.toThrow()
  })
})
