import type { DialogueName } from './dialogues.ts'
import { type Agent, type Customer, companies, type RouteName, spokenCustomers, type Tenant } from './people.ts'
import type { Cue } from './speech.ts'

/** One entry of calls.json: a recording of the demo world. Times of day are UTC. */
export type CallEntry = {
  key: string
  tenant: Tenant
  route: RouteName
  direction: 'inbound' | 'outbound' | 'internal'
  from: string
  to: string
  fromName: string | null
  toName: string | null
  agentId: string
  agentName: string
  queue: string | null
  callGroup: string | null
  ingressCallId: string
  egressCallId: string | null
  sessionId: string
  startsDaysAgo: number
  startTime: string
  segments: SegmentEntry[]
  /** From the start of their segment. */
  pauses?: { segment: number; startMs: number; endMs: number; mode: 'silenced' }[]
  /** What is said, by segment, from the segment's start. */
  transcript?: (Cue & { segment: number })[]
  /** The key of the entry that has the same sound, and its transcript. */
  transcriptOf?: string
}

export type FileEntry = {
  path: string
  kind: 'audio' | 'video' | 'screen'
  channels: ('caller' | 'agent' | 'mixed')[]
  startOffsetMs: number
}
export type SegmentEntry = { seq: number; durationMs: number; files: FileEntry[] }

/** How the sides of a call lie in files: both in one, a file each, mixed, or with pictures. */
export type Recorded = 'stereo-wav' | 'split-wav' | 'stereo-opus' | 'mixed-opus' | 'video-and-screen'

export type PlannedCall = {
  key: string
  tenant: Tenant
  route: RouteName
  direction: CallEntry['direction']
  customer: Customer | null
  agent: Agent
  /** The other end of an internal call. */
  colleague?: Agent
  callGroup?: string
  startsDaysAgo: number
  startTime: string
  segments: { dialogue: DialogueName; recorded: Recorded }[]
}

const { acme, globex } = companies
const [uma] = acme.agents.Sales
const [ben, mia] = acme.agents.Support
const [priya] = globex.agents.Sales
const [leo] = globex.agents.Support
const { dana, walter, rosa, marcus, helen } = spokenCustomers
const braces = 'grp-7741-braces'

export const plannedCalls: readonly PlannedCall[] = [
  {
    ...{ key: 'acme-new-patient', tenant: 'acme', route: 'Sales', direction: 'inbound', customer: dana, agent: uma },
    ...{ startsDaysAgo: 0, startTime: '09:12:40' },
    segments: [{ dialogue: 'acme-new-patient', recorded: 'stereo-wav' }],
  },
  {
    ...{ key: 'acme-reschedule', tenant: 'acme', route: 'Support', direction: 'inbound', customer: walter, agent: ben },
    ...{ startsDaysAgo: 0, startTime: '08:47:05' },
    segments: [{ dialogue: 'acme-reschedule', recorded: 'split-wav' }],
  },
  {
    ...{ key: 'acme-whitening', tenant: 'acme', route: 'Sales', direction: 'outbound', customer: rosa, agent: uma },
    ...{ startsDaysAgo: 1, startTime: '15:20:31' },
    segments: [{ dialogue: 'acme-reminder', recorded: 'mixed-opus' }],
  },
  {
    ...{ key: 'acme-transfer-1', tenant: 'acme', route: 'Support', direction: 'inbound', customer: marcus, agent: mia },
    ...{ callGroup: braces, startsDaysAgo: 1, startTime: '16:02:11' },
    segments: [{ dialogue: 'acme-billing-1', recorded: 'stereo-wav' }],
  },
  {
    ...{ key: 'acme-transfer-2', tenant: 'acme', route: 'Sales', direction: 'inbound', customer: marcus, agent: uma },
    ...{ callGroup: braces, startsDaysAgo: 1, startTime: '16:02:58' },
    segments: [{ dialogue: 'acme-billing-2', recorded: 'split-wav' }],
  },
  {
    ...{ key: 'acme-colleagues', tenant: 'acme', route: 'Support', direction: 'internal', customer: null, agent: mia },
    ...{ colleague: ben, startsDaysAgo: 2, startTime: '13:31:00' },
    segments: [{ dialogue: 'acme-internal', recorded: 'stereo-opus' }],
  },
  {
    ...{ key: 'globex-lisbon', tenant: 'globex', route: 'Sales', direction: 'inbound', customer: helen, agent: priya },
    ...{ startsDaysAgo: 0, startTime: '07:55:19' },
    segments: [
      { dialogue: 'globex-booking-1', recorded: 'stereo-opus' },
      { dialogue: 'globex-booking-2', recorded: 'stereo-opus' },
    ],
  },
  {
    ...{
      key: 'globex-refund',
      tenant: 'globex',
      route: 'Support',
      direction: 'outbound',
      customer: walter,
      agent: leo,
    },
    ...{ startsDaysAgo: 1, startTime: '14:40:02' },
    segments: [{ dialogue: 'globex-refund', recorded: 'split-wav' }],
  },
  {
    ...{ key: 'globex-rome', tenant: 'globex', route: 'Support', direction: 'inbound', customer: rosa, agent: leo },
    ...{ startsDaysAgo: 2, startTime: '10:05:44' },
    segments: [{ dialogue: 'globex-video', recorded: 'video-and-screen' }],
  },
]

const hex = (value: number, digits: number) => (value >>> 0).toString(16).padStart(digits, '0')

/** The same text gives the same ids, each time the demo world is made. */
const digest = (text: string) =>
  Array.from(text).reduce((hash, character) => Math.imul(hash ^ character.charCodeAt(0), 16_777_619), 2_166_136_261)

/** Facts of a call as a session border controller and a recorder name them; addresses are of RFC 5737. */
export const describeCall = (call: PlannedCall): Omit<CallEntry, 'segments'> => {
  const { key, tenant, route, direction, customer, agent, colleague } = call
  const company = companies[tenant]
  const isInbound = direction === 'inbound'
  const own = { number: company.numbers[route], name: null }
  const ends = {
    inbound: [customer ?? own, own],
    outbound: [own, customer ?? own],
    internal: [
      { number: colleague?.agentId ?? agent.agentId, name: colleague?.agentName ?? null },
      { number: agent.agentId, name: agent.agentName },
    ],
  }[direction]
  const [from, to] = ends
  return {
    ...{ key, tenant, route, direction },
    ...{ from: from?.number ?? '', to: to?.number ?? '', fromName: from?.name ?? null, toName: to?.name ?? null },
    ...{ agentId: agent.agentId, agentName: agent.agentName },
    queue: isInbound ? company.queues[route] : null,
    callGroup: call.callGroup ?? null,
    ingressCallId: `${hex(digest(`${key} in`), 8)}${hex(digest(`${key} leg`), 8)}@198.51.100.${tenant === 'acme' ? 20 : 40}`,
    // An internal call has one leg.
    egressCallId: direction === 'internal' ? null : `${hex(digest(`${key} out`), 8)}-1@203.0.113.12`,
    sessionId: `${hex(digest(`${key} ucid`), 8)}${hex(digest(`${key} time`), 8)}${hex(digest(`${key} node`), 8)}`,
    ...{ startsDaysAgo: call.startsDaysAgo, startTime: call.startTime },
  }
}

const randomFrom = (seed: number) => {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

/** Which calls' sound fills the list, and how often; the small files most. */
const FILLERS: readonly [key: string, weight: number][] = [
  ['acme-new-patient', 4],
  ['acme-reschedule', 3],
  ['acme-whitening', 8],
  ['acme-colleagues', 4],
  ['globex-lisbon', 3],
  ['globex-refund', 3],
  ['globex-rome', 3],
]

/** Further calls of the last weeks, with the sound of the planned ones: a list that looks like a list. */
export const fillList = (customers: readonly Customer[], count: number): (PlannedCall & { soundOf: string })[] => {
  const random = randomFrom(20_261_123)
  const pick = <Item>(items: readonly Item[]): Item => {
    const item = items[Math.floor(random() * items.length)]
    if (item === undefined) throw new Error('nothing to pick from')
    return item
  }
  const two = (value: number) => String(value).padStart(2, '0')
  const weighted = FILLERS.flatMap(([key, weight]) => Array.from({ length: weight }, () => key))
  return Array.from({ length: count }, (_, index) => {
    const soundOf = pick(weighted)
    const sound = plannedCalls.find(({ key }) => key === soundOf)
    if (!sound) throw new Error(`there is no call ${soundOf}`)
    const agents: readonly Agent[] = companies[sound.tenant].agents[sound.route]
    const agent = pick(agents)
    return {
      ...sound,
      soundOf,
      key: `${sound.tenant}-list-${two(index + 1)}`,
      customer: sound.customer && pick(customers),
      agent,
      ...(sound.colleague && { colleague: pick(agents.filter(({ agentId }) => agentId !== agent.agentId)) }),
      startsDaysAgo: Math.floor(random() * 21),
      startTime: `${two(8 + Math.floor(random() * 10))}:${two(Math.floor(random() * 60))}:${two(Math.floor(random() * 60))}`,
    }
  })
}
