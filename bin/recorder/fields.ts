import { readTime, type TimeRules } from './times.ts'
import type { Facts } from './wire.ts'

type TextFact =
  | 'from'
  | 'fromName'
  | 'to'
  | 'toName'
  | 'sessionId'
  | 'ingressCallId'
  | 'egressCallId'
  | 'callGroupId'
  | 'agentId'
  | 'agentName'
  | 'queue'
  | 'route'

type Field = { flag: string; value: string; help: string } & (
  | { kind: 'text'; wire: TextFact }
  | { kind: 'time'; wire: 'startedAt' | 'endedAt' }
  | { kind: 'duration'; wire: 'durationMs' }
  | { kind: 'direction'; wire: 'direction' }
)

/** What can be said of a call, alike as an option, as a column of a manifest and as a part of a file's name. */
export const fields = {
  from: { flag: 'from', value: 'NUMBER', help: 'who called', kind: 'text', wire: 'from' },
  fromName: { flag: 'from-name', value: 'NAME', help: "the caller's display name", kind: 'text', wire: 'fromName' },
  to: { flag: 'to', value: 'NUMBER', help: 'who was called', kind: 'text', wire: 'to' },
  toName: { flag: 'to-name', value: 'NAME', help: "the callee's display name", kind: 'text', wire: 'toName' },
  sessionId: {
    flag: 'session-id',
    value: 'ID',
    help: "the recorder's id of the call; the same id again adds to that call",
    kind: 'text',
    wire: 'sessionId',
  },
  start: { flag: 'start', value: 'TIME', help: 'when the call began', kind: 'time', wire: 'startedAt' },
  end: { flag: 'end', value: 'TIME', help: 'when it ended', kind: 'time', wire: 'endedAt' },
  duration: {
    flag: 'duration',
    value: 'TIME',
    help: 'how long it was: 187 (seconds), 3:07 or 187250ms',
    kind: 'duration',
    wire: 'durationMs',
  },
  agent: { flag: 'agent', value: 'ID', help: 'who answered for the tenant', kind: 'text', wire: 'agentId' },
  agentName: { flag: 'agent-name', value: 'NAME', help: "the agent's name", kind: 'text', wire: 'agentName' },
  queue: { flag: 'queue', value: 'NAME', help: 'the queue it came through', kind: 'text', wire: 'queue' },
  direction: {
    flag: 'direction',
    value: 'WORD',
    help: 'inbound, outbound, internal or unknown',
    kind: 'direction',
    wire: 'direction',
  },
  route: { flag: 'route', value: 'NAME', help: 'the route it belongs to', kind: 'text', wire: 'route' },
  ingressCallId: {
    flag: 'ingress-call-id',
    value: 'ID',
    help: 'Call-ID of the leg that came in',
    kind: 'text',
    wire: 'ingressCallId',
  },
  egressCallId: {
    flag: 'egress-call-id',
    value: 'ID',
    help: 'Call-ID of the leg that went out',
    kind: 'text',
    wire: 'egressCallId',
  },
  callGroup: {
    flag: 'call-group',
    value: 'ID',
    help: 'joins the recordings of one call across transfers',
    kind: 'text',
    wire: 'callGroupId',
  },
} as const satisfies Record<string, Field>

export type FieldName = keyof typeof fields
export const fieldNames = Object.keys(fields) as FieldName[] // Object.keys forgets the literal types.

/** Fields as somebody wrote them. */
export type RawFields = Partial<Record<FieldName, string>>

const directions: ReadonlyMap<string, NonNullable<Facts['direction']>> = new Map([
  ['inbound', 'inbound'],
  ['incoming', 'inbound'],
  ['in', 'inbound'],
  ['outbound', 'outbound'],
  ['outgoing', 'outbound'],
  ['out', 'outbound'],
  ['internal', 'internal'],
  ['unknown', 'unknown'],
])

/** The facts that the fields state, and what is wrong with those that cannot be read; empty fields say nothing. */
export function readFacts(raw: RawFields, rules: TimeRules): { facts: Facts; problems: string[] } {
  const facts: Facts = {}
  const problems: string[] = []
  for (const name of fieldNames) {
    const text = raw[name]?.trim()
    if (!text) continue
    const field: Field = fields[name]
    switch (field.kind) {
      case 'text':
        facts[field.wire] = text
        break
      case 'time': {
        const time = readTime(text, rules)
        if ('instant' in time) facts[field.wire] = time.instant
        else problems.push(`${name}: ${time.problem}`)
        break
      }
      case 'duration': {
        const durationMs = readDuration(text)
        if (durationMs !== undefined) facts.durationMs = durationMs
        else problems.push(`${name}: write it as 187 (seconds), 3:07, 0:03:07 or 187250ms`)
        break
      }
      case 'direction': {
        const direction = directions.get(text.toLowerCase())
        if (direction) facts.direction = direction
        else problems.push(`${name}: must be inbound, outbound, internal or unknown`)
        break
      }
    }
  }
  if (facts.startedAt && facts.endedAt && facts.startedAt > facts.endedAt) problems.push('end: lies before the start')
  return { facts, problems }
}

function readDuration(text: string): number | undefined {
  const parts = /^(?:(?:(\d{1,3}):)?(\d{1,3}):)?(\d{1,7}(?:\.\d{1,6})?)(ms|s)?$/.exec(text)
  if (!parts) return undefined
  const [, hours = '0', minutes = '0', last = '0', unit] = parts
  if (unit === 'ms') return hours === '0' && minutes === '0' ? Math.round(Number(last)) : undefined
  return Math.round((Number(hours) * 3600 + Number(minutes) * 60 + Number(last)) * 1000)
}

/** How a field is called at the command line, for one that the API names: `startedAt` is `--start`. */
export function flagOf(wireField: string): string | undefined {
  const name = fieldNames.find((field) => fields[field].wire === wireField)
  return name && `--${fields[name].flag}`
}
