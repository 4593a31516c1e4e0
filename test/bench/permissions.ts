// biome-ignore-all lint/suspicious/noTemplateCurlyInString: so are a policy's variables written
import { type ManagedPolicy, policyIdSchema } from '../../functions/contract/index.ts'
import { decide, narrow, recordingTarget } from '../../functions/domain/permissions/index.ts'
import { countRecordings } from '../../functions/domain/recordings/index.ts'
import type { Grant, Principal, Recording } from '../../functions/model/index.ts'
import { memoryLists } from '../domain/permissions/memory-recordings.ts'
import {
  recordingOf,
  someRequestFacts,
  worldNow,
  worldRouteIds,
  worldTenantId,
} from '../domain/permissions/random-worlds.ts'
import { median, quantile, say } from './figures.ts'

const rounds = 9
const decisionsEach = 100_000
const timedEach = 5_000

const documentOf = (...statements: object[]) => JSON.stringify({ Version: '2012-10-17', Statement: statements })
const policyOf = (number: number, document: string) => ({
  ...{ id: policyIdSchema.parse(`01kzbench00000000000000${String(number).padStart(3, '0')}`), document },
  name: `Policy ${number}`,
})

function grantOf(role: Grant['role'], managedPolicies: ManagedPolicy[], ...documents: string[]): Grant {
  return {
    ...{
      role,
      routes: 'all',
      managedPolicies,
      policies: documents.map((document, index) => policyOf(index, document)),
    },
    user: {
      ...{ id: '01kzbenchuser0000000000000', agentIds: ['1042', 'uma@example.com'], groupIds: [] },
      groupAgentIds: Array.from({ length: 20 }, (_, index) => String(1_000 + index)),
    },
  }
}

function principalOf(grant: Grant, boundaries: readonly Grant[]): Principal {
  return {
    person: {
      ...{ subject: 's', name: 'Uma', email: null, administrator: null, isEnabled: true, timeZone: null, locale: null },
      ...{ links: [], signedOutAt: null, secondFactorAt: null, version: 1 },
    },
    ...{ signedInAt: worldNow, signInId: null, request: someRequestFacts, tenantId: worldTenantId, id: grant.user.id },
    ...{ grant, boundaries, supportAccess: null, timeZone: null, recorder: null },
  }
}

/** Somebody who reviews calls: seven managed policies, two of the tenant's own, set by a Tenant Administrator. */
const reviewer = grantOf(
  'tenantUser',
  ['view', 'play', 'video', 'download', 'notesAndScoring', 'customData', 'viewDtmf'],
  documentOf(
    {
      Effect: 'Deny',
      Action: 'recording:Download',
      Resource: '*',
      Condition: { Bool: { 'recording.sensitive': true } },
    },
    {
      ...{ Effect: 'Allow', Action: ['recording:Edit', 'recording:Delete'], Resource: '*' },
      Condition: { StringEquals: { 'recording.agentId': '${user.groupAgentIds}' } },
    },
  ),
  documentOf({
    ...{ Effect: 'Deny', Action: '*', Resource: '*' },
    Condition: { NotIpAddress: { 'request.sourceAddress': ['203.0.113.0/24', '2001:db8::/32'] } },
  }),
)
const setter = grantOf('tenantAdministrator', [
  ...(['view', 'play', 'video', 'download', 'delete', 'editDetails', 'notesAndScoring', 'customData'] as const),
])

/** All match by action and resource, and none but the last one by its condition. */
const fifty = documentOf(
  ...Array.from({ length: 50 }, (_, index) => ({
    ...{ Effect: 'Allow', Action: 'recording:*', Resource: `srn:*:${worldTenantId}:route/*/recording/*` },
    Condition: { StringLike: { 'recording.agentId': index === 49 ? '*' : '*-${user.id}-*' } },
  })),
)

const minuteMs = 60_000
// There is a route at every place below their number.
const routeAt = (number: number) => worldRouteIds[number % worldRouteIds.length] as Recording['routeId']
const recordings: Recording[] = Array.from({ length: 10_000 }, (_, number) => ({
  ...recordingOf(0, {
    ...{ routeId: routeAt(number), agentId: String(1_000 + (number % 100)) },
    ...{ queue: 'sales', direction: 'inbound' },
    startedAt: new Date(Date.parse(worldNow) - number * minuteMs).toISOString(),
  }),
  // Ids as the store sees them, one for each.
  id: `01kzbenchrec${String(number).padStart(14, '0')}` as Recording['id'],
}))
const actions = [
  ...(['recording:List', 'recording:Read', 'recording:Play', 'recording:Download', 'recording:Edit'] as const),
  'recording:Delete' as const,
]

function decideMany(principal: Principal): void {
  let allowed = 0
  for (let number = 0; number < decisionsEach; number++) {
    const recording = recordings[number % recordings.length]
    const permission = actions[number % actions.length]
    if (recording && permission && decide(principal, permission, recordingTarget(recording)).isAllowed) allowed += 1
  }
  if (allowed === 0 || allowed === decisionsEach) throw new Error('The bench decides nothing: all is allowed, or none.')
}

/** Of a core: what else the machine does meanwhile is not counted. */
function coreSeconds(work: () => void): number {
  const start = process.threadCpuUsage()
  work()
  const { user, system } = process.threadCpuUsage(start)
  return (user + system) / 1e6
}

/** Median and p99 over different recordings, each the fastest of five: the slower ones waited for others' work. */
function microsOf(work: (recording: Recording) => unknown): string {
  const micros = recordings.slice(0, timedEach).map((recording) => {
    const runs = Array.from({ length: 5 }, () => {
      const start = process.hrtime.bigint()
      work(recording)
      return Number(process.hrtime.bigint() - start) / 1e3
    })
    return Math.min(...runs)
  })
  return `${median(micros).toFixed(0)} µs, ${quantile(micros, 0.99).toFixed(0)} µs`
}

async function measureReads(what: string, grant: Grant): Promise<void> {
  const principal = principalOf(grant, [setter])
  const { store, read } = memoryLists(recordings)
  const { recordings: shown } = await countRecordings(store, principal, { startedFrom: '2000', startedBefore: '3000' })
  say(`${what}: entries read for ${shown.toLocaleString('en')} of 10,000`, read.entries.toLocaleString('en'))
}

export async function measurePermissions(): Promise<void> {
  const typical = principalOf(reviewer, [setter])
  const rates = Array.from({ length: rounds }, () => decisionsEach / coreSeconds(() => decideMany(typical)))
  say('decisions a second of a core, a reviewer with a boundary', Math.round(median(rates)).toLocaleString('en'))
  const heavy = principalOf(grantOf('tenantUser', [], fifty), [setter])
  say(
    '50 statements: time of a decision, median and p99',
    microsOf((recording) => decide(heavy, 'recording:Play', recordingTarget(recording))),
  )
  say(
    'narrowing a list, median and p99',
    microsOf(() => narrow(typical, 'recording:List')),
  )
  await measureReads('everything', reviewer)
  await measureReads('one’s own calls', grantOf('tenantUser', ['myCalls']))
  await measureReads('one’s groups’ calls', grantOf('tenantUser', ['myGroupsCalls']))
  await measureReads('one route of four', { ...grantOf('tenantUser', ['view']), routes: worldRouteIds.slice(0, 1) })
  await measureReads(
    'the last day',
    grantOf(
      'tenantUser',
      [],
      documentOf({
        ...{ Effect: 'Allow', Action: 'recording:List', Resource: '*' },
        Condition: { NumericLessThan: { 'recording.ageDays': 1 } },
      }),
    ),
  )
}

if (import.meta.main) await measurePermissions()
