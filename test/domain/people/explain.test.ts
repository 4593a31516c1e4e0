import { describe, expect, it } from 'vitest'
import type { Permission } from '../../../functions/contract/index.ts'
import { explainPermission, testPolicy } from '../../../functions/domain/people/index.ts'
import type { Principal, Recording } from '../../../functions/model/index.ts'
import {
  everySwitch,
  givenDocument,
  givenGrant,
  givenGroup,
  givenPolicy,
  givenPrincipal,
  givenRecording,
  givenRoute,
  givenTenant,
  givenUser,
  policyText,
  routeIds,
} from '../given.ts'
import { codeOf, type GivenPeople, givenWorld } from './given.ts'

const [fallback, sales] = routeIds
const call = givenRecording({ routeId: sales, agentId: '1001', queue: 'billing' })
const tara = givenPrincipal({ user: { id: 'tara' } })

async function told(
  principal: Principal,
  action: Permission,
  recording: Recording | null = call,
  { asker = principal, ...given }: GivenPeople & { asker?: Principal; userId?: never } = {},
) {
  const { ports } = givenWorld({ recordings: [call, ...(recording ? [recording] : [])], ...given })
  return explainPermission(ports, asker, { userId: null, action, recordingId: recording?.id ?? null })
}
const nothing = { statement: null, routePermission: null }

describe('one’s own request is explained by', () => {
  it('the role that cannot have it', async () => {
    const words: [Principal, Permission, string][] = [
      [givenPrincipal({ role: 'tenantUser' }), 'recording:Ingest', 'Tenant Users cannot have recording:Ingest.'],
      [tara, 'recording:Ingest', 'Tenant Administrators cannot have recording:Ingest.'],
      [givenPrincipal({ role: 'superUser' }), 'recording:Ingest', 'Super Users cannot have recording:Ingest.'],
    ]
    for (const [principal, action, sentence] of words) {
      expect(await told(principal, action)).toEqual({ outcome: 'denied', by: 'role', sentence, ...nothing })
    }
  })

  it('the routes that the person is limited to, once they may know of the recording', async () => {
    // Whose own routes hide the recording is told nothing of it.
    const uma = givenPrincipal({ role: 'tenantUser', routes: [fallback] })
    expect(await codeOf(told(uma, 'recording:Play'))).toBe('not_found')
    const user = givenUser({ routes: [fallback], managedPolicies: ['play'] })
    const { ports } = givenWorld({ recordings: [call], users: [user] })
    const asked = { userId: user.id, action: 'recording:Play' as const, recordingId: call.id }
    expect(await explainPermission(ports, tara, asked)).toEqual({
      ...{ outcome: 'denied', by: 'routes', ...nothing },
      sentence: 'The recording is on a route that the person may not see.',
    })
  })

  it('the absence of a policy', async () => {
    const uma = givenPrincipal({ role: 'tenantUser', managedPolicies: ['view'] })
    expect(await told(uma, 'recording:Play')).toEqual({
      ...{ outcome: 'denied', by: 'absence', sentence: 'No policy allows recording:Play here.', ...nothing },
    })
  })

  it('the statement that allows or denies, by the name of its policy', async () => {
    const document = givenDocument({ Effect: 'Deny', Action: 'recording:Download' }, 'No downloads')
    const uma = givenPrincipal({
      role: 'tenantUser',
      managedPolicies: ['view', 'play', 'download'],
      policies: [document],
    })
    expect(await told(uma, 'recording:Play')).toEqual({
      ...{
        outcome: 'allowed',
        by: 'statement',
        sentence: 'It is allowed by statement 1 of play.',
        routePermission: null,
      },
      statement: { policy: 'play', policyId: null, statement: 0, sid: null },
    })
    expect(await told(uma, 'recording:Download')).toEqual({
      ...{ outcome: 'denied', by: 'statement', sentence: 'It is denied by statement 1 of No downloads.' },
      statement: { policy: 'No downloads', policyId: document.id, statement: 0, sid: null },
      routePermission: null,
    })
    const named = givenDocument({ Sid: 'Nights', Effect: 'Deny', Action: 'recording:Play' }, 'Hours')
    expect((await told(givenPrincipal({ policies: [named] }), 'recording:Play')).sentence).toBe(
      'It is denied by Nights of Hours.',
    )
  })

  it('the role that has it by itself, or that everybody may', async () => {
    expect(await told(tara, 'user:Edit', null)).toMatchObject({
      ...{ outcome: 'allowed', by: 'role', sentence: 'It is allowed by the role.' },
    })
    expect(await told(tara, 'self:Edit', null)).toMatchObject({ by: 'role', sentence: 'Everybody may.' })
  })

  it('the boundary, without a word of what another person holds', async () => {
    const secret = givenDocument({ Effect: 'Deny', Action: 'recording:Play' }, 'Secret of the boss')
    const uma = givenPrincipal({ boundaries: [givenGrant({ policies: [secret] })] })
    const explained = await told(uma, 'recording:Play')
    expect(explained).toEqual({
      ...{ outcome: 'denied', by: 'boundary', ...nothing },
      sentence: 'Whoever set this person’s rights may not do recording:Play here either.',
    })
  })

  it('support access that is closed', async () => {
    const sam = givenPrincipal({ role: 'superUser', supportAccess: 'closed' })
    expect(await told(sam, 'recording:Play', null)).toEqual({
      ...{ outcome: 'denied', by: 'supportAccess', ...nothing },
      sentence: 'Support access to this tenant is closed: open it with a reason first.',
    })
  })

  it('the switch of the route that is off, which limits whoever may otherwise', async () => {
    const { ports } = givenWorld({ recordings: [call] })
    const off = { ...everySwitch(true), play: false }
    const routes = [givenRoute({ id: sales, name: 'Sales', permissions: off })]
    const settings = { ...ports.settings, current: async () => ({ tenant: givenTenant(), routes }) }
    const explain = (principal: Principal) =>
      explainPermission({ ...ports, settings }, principal, {
        userId: null,
        action: 'recording:Play',
        recordingId: call.id,
      })
    expect(await explain(tara)).toEqual({
      ...{
        outcome: 'denied',
        by: 'routePermission',
        sentence: 'Playing is turned off on route Sales.',
        statement: null,
      },
      routePermission: { routeName: 'Sales', routePermission: 'play' },
    })
    expect(await explain(givenPrincipal({ managedPolicies: ['view'] }))).toMatchObject({ by: 'absence' })
  })

  it('some recording, where none is named', async () => {
    const policy = givenDocument({
      ...{ Action: ['recording:Play'], Condition: { StringEquals: { 'recording.queue': 'billing' } } },
    })
    const uma = givenPrincipal({ role: 'tenantUser', managedPolicies: ['view'], policies: [policy] })
    expect(await told(uma, 'recording:Play', null)).toMatchObject({
      ...{ outcome: 'allowed', sentence: 'It is allowed for some: ask about one recording to learn more.' },
    })
    expect(await told(uma, 'recording:Download', null)).toMatchObject({ outcome: 'denied', by: 'absence' })
    expect(await told(uma, 'recording:Play')).toMatchObject({ outcome: 'allowed', by: 'statement' })
  })
})

describe('another person’s request', () => {
  const policy = givenPolicy({ name: 'Billing', document: policyText({ Action: 'recording:Play' }) })
  const group = givenGroup({ policyIds: [policy.id] })
  const user = givenUser({ groups: [{ groupId: group.id, isSupervisor: false }], managedPolicies: ['view'] })
  const { ports } = givenWorld({ recordings: [call], users: [user], groups: [group], policies: [policy] })
  const ask = (asker: Principal, recording: Recording | null = call) =>
    explainPermission(ports, asker, { userId: user.id, action: 'recording:Play', recordingId: recording?.id ?? null })

  it('is explained with all that stands for them', async () => {
    expect(await ask(tara)).toMatchObject({ outcome: 'allowed', sentence: 'It is allowed by statement 1 of Billing.' })
  })

  it('is nobody’s to ask about who may not read people, nor about who is not there', async () => {
    expect(await codeOf(ask(givenPrincipal({ role: 'tenantUser' })))).toBe('not_found')
    const absent = { userId: givenUser().id, action: 'recording:Play' as const, recordingId: null }
    expect(await codeOf(explainPermission(ports, tara, absent))).toBe('not_found')
  })

  it('tells nothing of a recording that the asker may not know of', async () => {
    const elsewhere = givenPrincipal({ routes: [fallback] })
    expect(await codeOf(ask(elsewhere))).toBe('not_found')
    expect(await codeOf(ask(tara, givenRecording()))).toBe('not_found')
  })
})

describe('a policy that is tried', () => {
  const user = givenUser({ agentIds: ['1001'] })
  const { ports } = givenWorld({ recordings: [call], users: [user] })
  const mine = policyText({
    ...{ Action: 'recording:Play', Condition: { StringEquals: { 'recording.agentId': `\${user.agentIds}` } } },
  })
  const trial = (facts: Partial<Parameters<typeof testPolicy>[2]>) =>
    testPolicy(ports, tara, {
      ...{ document: mine, action: 'recording:Play', userId: null, recordingId: null, context: {}, ...facts },
    })

  it('says what it alone would say, with a person’s values and a recording’s', async () => {
    expect(await trial({ userId: user.id, recordingId: call.id })).toEqual({
      ...{ outcome: 'allowed', by: 'statement', sentence: 'It is allowed by statement 1 of this policy.' },
      statement: { policy: 'this policy', policyId: null, statement: 0, sid: null },
      routePermission: null,
    })
    expect(await trial({ recordingId: call.id })).toMatchObject({
      ...{ outcome: 'denied', by: 'absence', sentence: 'It does not allow recording:Play here.' },
    })
  })

  it('says so of a recording that is made up', async () => {
    const context = { 'recording.agentId': '1001' }
    expect(await trial({ userId: user.id, context })).toMatchObject({ outcome: 'allowed' })
    expect(await trial({ userId: user.id, context: { 'recording.agentId': '1002' } })).toMatchObject({
      outcome: 'denied',
    })
    const document = policyText({ Effect: 'Deny', Action: '*' })
    expect(await trial({ document })).toMatchObject({
      outcome: 'denied',
      by: 'statement',
      sentence: 'It is denied by statement 1 of this policy.',
    })
  })

  it('is refused where it is not good', async () => {
    expect(await codeOf(trial({ document: '{}' }))).toBe('invalid_policy')
    expect(await codeOf(trial({ recordingId: givenRecording().id }))).toBe('not_found')
  })
})
