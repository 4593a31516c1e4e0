// biome-ignore-all lint/suspicious/noTemplateCurlyInString: so are a policy's variables written
import {
  type Context,
  type Decision,
  evaluate,
  type Policy,
  parsePolicy,
  residualOf,
} from '../../functions/domain/policies/index.ts'
import { median, quantile, say } from './figures.ts'

const rounds = 9
const decisionsEach = 100_000
const timedEach = 20_000

const all = 'srn:soundkeep:acme:*'
const policy = (...statements: object[]): Policy => parsePolicy({ Version: '2012-10-17', Statement: statements })
const allow = (action: string | string[], resource: string, condition?: object) => ({
  Effect: 'Allow',
  Action: action,
  Resource: resource,
  ...(condition === undefined ? {} : { Condition: condition }),
})
const deny = (action: string | string[], resource: string, condition: object) => ({
  ...allow(action, resource, condition),
  Effect: 'Deny',
})

/** Five managed policies, three of the tenant's own, and the boundary of who administers them. */
const policies = [
  policy(allow(['recording:List', 'recording:Read'], 'srn:soundkeep:acme:route/*')),
  policy(allow('recording:Play', all, { StringEquals: { 'recording:agentId': '${user.agentIds}' } })),
  policy(allow('recording:Download', all)),
  policy(
    allow(['recording:Edit', 'recording:Rate'], all, {
      StringEquals: { 'recording:agentId': '${user.groupAgentIds}' },
    }),
  ),
  policy(allow('recording:ReadDtmf', all)),
  policy(
    allow('recording:*', 'srn:soundkeep:acme:route/*/recording/*', {
      StringEquals: { 'recording:queue': ['sales', 'support'] },
    }),
    deny('recording:Delete', '*', { NumericLessThan: { 'recording:ageDays': 90 } }),
  ),
  policy(deny('*', '*', { NotIpAddress: { 'request:sourceIp': ['203.0.113.0/24', '2001:db8::/32'] } })),
  policy(deny('recording:Download', '*', { Bool: { 'recording:isSensitive': true } })),
]
const boundaries = [[policy(allow('recording:*', 'srn:soundkeep:acme:*'))]]

const context: Context = {
  'user.id': '01jaaaaaaaaaaaaaaaaaaaaaaa',
  'user.role': 'tenantUser',
  'user.agentIds': ['4711', 'uma@acme.example'],
  'user.groupAgentIds': Array.from({ length: 20 }, (_, index) => String(4700 + index)),
  'request:time': '2026-11-23T09:00:00Z',
  'request:sourceIp': '203.0.113.7',
  'recording:agentId': '4711',
  'recording:queue': 'support',
  'recording:category': 'complaint',
  'recording:routeId': '01jbbbbbbbbbbbbbbbbbbbbbbb',
  'recording:ageDays': 12,
  'recording:direction': 'inbound',
  'recording:isSensitive': false,
}
const actions = [
  'recording:Play',
  'recording:Read',
  'recording:Download',
  'recording:Delete',
  'recording:Edit',
  'user:Create',
]
const resource = 'srn:soundkeep:acme:route/01jbbbbbbbbbbbbbbbbbbbbbbb/recording/01jccccccccccccccccccccccc'

/** The worst policy of 50 statements: all match in action and resource, and none but the last in its condition. */
const fifty = policy(
  ...Array.from({ length: 50 }, (_, index) =>
    allow('recording:*', 'srn:*:acme:route/*/recording/*c', {
      StringLike: { 'recording:agentId': index === 49 ? '*' : '*-${user.id}-*' },
    }),
  ),
)

export async function measurePolicies(): Promise<void> {
  const rates: number[] = []
  for (let round = 0; round < rounds; round += 1) rates.push(decisionsEach / seconds(() => decideMany(decisionsEach)))
  say('decisions a second, 8 policies and a boundary (median)', Math.round(median(rates)).toLocaleString('en'))
  const request = { action: 'recording:Play', resource, context }
  say(
    '50 statements: time of a decision, median and p99',
    figures(() => evaluate({ policies: [fifty], boundaries, request })),
  )
  const partial = {
    ...request,
    resource: ['srn:soundkeep:acme:route/', { unknown: 'routeId' }],
    unknownKeys: ['recording:*'],
  }
  say(
    'the residual for a list: time, median and p99',
    figures(() => residualOf({ policies, boundaries, request: partial })),
  )
}

function decideMany(count: number): void {
  let denied = 0
  for (let index = 0; index < count; index += 1) {
    // A context of its own for each, as requests have: nothing is kept from one to the next.
    const request = { action: actions[index % actions.length] ?? '', resource, context: { ...context } }
    const outcome: Decision['outcome'] = evaluate({ policies, boundaries, request }).outcome
    if (outcome !== 'allowed') denied += 1
  }
  if (denied === 0 || denied === count)
    throw new Error('The bench decides nothing: its policies and requests do not meet.')
}

function figures(work: () => unknown): string {
  const micros: number[] = []
  for (let index = 0; index < timedEach; index += 1) micros.push(seconds(work) * 1e6)
  return `${median(micros).toFixed(0)} µs, ${quantile(micros, 0.99).toFixed(0)} µs`
}

function seconds(work: () => unknown): number {
  const start = process.hrtime.bigint()
  work()
  return Number(process.hrtime.bigint() - start) / 1e9
}

if (import.meta.main) await measurePolicies()
