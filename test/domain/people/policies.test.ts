import { describe, expect, it } from 'vitest'
import { permissions } from '../../../functions/contract/index.ts'
import {
  changePolicy,
  createPolicy,
  deletePolicy,
  findPolicy,
  issuesOf,
  listPolicies,
  vocabulary,
} from '../../../functions/domain/people/index.ts'
import { givenGroup, givenPolicy, givenPrincipal, givenUser, policyText } from '../given.ts'
import { codeOf, givenWorld, refusalOf } from './given.ts'

const tara = givenPrincipal({ user: { id: 'tara' } })
const uma = givenPrincipal({ role: 'tenantUser' })
const asked = { name: 'Nights', description: null, document: policyText({ Action: 'recording:Play' }) }

describe('what is wrong with a policy', () => {
  const document = [
    '{',
    '  "Version": "2012-10-17",',
    '  "Statement": [',
    '    { "Effect": "Allow", "Action": "recording:Fly", "Resource": "*" },',
    '    { "Effect": "Maybe", "Action": "recording:Play", "Resource": "*" },',
    '    { "Effect": "Allow", "Action": "recording:Play", "Resource": "*", "Condition": { "StringEqual": { "recording.queue": "x" } } }',
    '  ]',
    '}',
  ].join('\n')

  it('is told by line and column, all of it', () => {
    const issues = issuesOf(document)
    expect(issues.map(({ path, line }) => [path, line])).toEqual([
      ['$.Statement[0].Action', 4],
      ['$.Statement[1].Effect', 5],
      ['$.Statement[2].Condition.StringEqual', 6],
    ])
    const lines = document.split('\n')
    for (const { line, column } of issues) expect(lines[(line ?? 0) - 1]?.charAt((column ?? 0) - 1)).toMatch(/["{]/)
    expect(issuesOf(asked.document)).toEqual([])
  })

  it('is so of what is no JSON at all, or empty', () => {
    expect(issuesOf('{\n  "Version": ')).toMatchObject([{ line: expect.any(Number), column: expect.any(Number) }])
    for (const text of ['', '[]', 'null', '{}']) expect(issuesOf(text).length).toBeGreaterThan(0)
  })

  it('keeps it from being made or changed, in words that say where', async () => {
    const known = givenPolicy()
    const { ports, policies } = givenWorld({ policies: [known] })
    for (const call of [
      createPolicy(ports, tara, { ...asked, document }, null),
      changePolicy(ports, tara, known.id, { document }, 1),
    ]) {
      await expect(call).rejects.toMatchObject({
        ...{ code: 'invalid_policy', message: expect.stringMatching(/^Correct the policy at line 4, column \d+: /) },
        fieldErrors: [
          { field: 'document', message: expect.stringMatching(/^4:\d+ /) },
          { field: 'document', message: expect.stringMatching(/^5:\d+ /) },
          { field: 'document', message: expect.stringMatching(/^6:\d+ /) },
        ],
      })
    }
    expect(policies.list()).toEqual([known])
  })

  it('is a key that there is not, or an Allow of all but some', () => {
    const condition = { Condition: { StringEquals: { 'recording.color': 'red' } } }
    expect(issuesOf(policyText({ Action: 'recording:Play', ...condition }))).toHaveLength(1)
    expect(issuesOf(policyText({ Action: 'recording:Play', Resource: undefined, NotResource: 'x' }))).toHaveLength(1)
  })
})

describe('a policy', () => {
  it('is made and read with how many hold it, and listed without its text', async () => {
    const { ports, audited, users, groups } = givenWorld()
    const { policy, isNew } = await createPolicy(ports, tara, asked, null)
    expect([isNew, policy]).toMatchObject([true, { ...asked, holders: { users: 0, groups: 0 } }])
    expect(audited).toMatchObject([{ action: 'createPolicy', objects: { policyId: policy.id } }])
    for (const user of [givenUser({ policyIds: [policy.id] }), givenUser()]) users.all.set(user.id, user)
    const group = givenGroup({ policyIds: [policy.id] })
    groups.all.set(group.id, group)
    expect((await findPolicy(ports, tara, policy.id)).policy.holders).toEqual({ users: 1, groups: 1 })
    const [listed] = await listPolicies(ports, tara)
    expect(listed).toMatchObject({ id: policy.id, name: 'Nights' })
    expect(listed).not.toHaveProperty('document')
  })

  it('has a name of its own, whatever the case of its letters', async () => {
    const [nights, days] = [givenPolicy({ name: 'Nights' }), givenPolicy({ name: 'Days' })]
    const { ports } = givenWorld({ policies: [nights, days] })
    const taken = { code: 'policy_name_taken', fields: { name: 'is the name of another policy' } }
    expect(await refusalOf(createPolicy(ports, tara, { ...asked, name: 'NIGHTS' }, null))).toMatchObject(taken)
    expect(await refusalOf(changePolicy(ports, tara, days.id, { name: 'ｎights' }, 1))).toMatchObject(taken)
    expect(await codeOf(changePolicy(ports, tara, nights.id, { name: 'NIGHTS' }, 1))).toBe('allowed')
  })

  it('is one of at most 200, and made once for an Idempotency-Key', async () => {
    const full = givenWorld({ policies: Array.from({ length: 200 }, () => givenPolicy()) })
    expect(await codeOf(createPolicy(full.ports, tara, asked, null))).toBe('too_many_policies')
    const { ports, policies } = givenWorld()
    const key = { key: 'tara#k', requestHash: 'h' }
    const first = await createPolicy(ports, tara, asked, key)
    const again = await createPolicy(ports, tara, asked, key)
    expect([again.isNew, again.policy.id, policies.all.size]).toEqual([false, first.policy.id, 1])
    const other = createPolicy(ports, tara, { ...asked, name: 'Other' }, { ...key, requestHash: 'other' })
    expect(await codeOf(other)).toBe('idempotency_key_reused')
  })

  it('changes as it was seen, and goes once nobody holds it', async () => {
    const policy = givenPolicy()
    const holder = givenUser({ policyIds: [policy.id] })
    const { ports, users, policies, audited, hooks } = givenWorld({ policies: [policy], users: [holder] })
    expect(await codeOf(changePolicy(ports, tara, policy.id, { name: 'x' }, 7))).toBe('precondition_failed')
    await changePolicy(ports, tara, policy.id, { description: 'After ten' }, 1)
    expect(audited).toMatchObject([{ action: 'changePolicy', fields: ['description'] }])
    expect(await codeOf(deletePolicy(ports, tara, policy.id, 1))).toBe('precondition_failed')
    expect(await codeOf(deletePolicy(ports, tara, policy.id, 2))).toBe('policy_in_use')
    users.all.clear()
    hooks.beforeWrite = () => policies.all.set(policy.id, { ...policy, version: 5 })
    expect(await codeOf(changePolicy(ports, tara, policy.id, { name: 'x' }, 2))).toBe('conflict')
    expect(await codeOf(deletePolicy(ports, tara, policy.id, 5))).toBe('allowed')
    expect(policies.all.size).toBe(0)
  })

  it('is not there for who may not see policies', async () => {
    const policy = givenPolicy()
    const { ports } = givenWorld({ policies: [policy] })
    for (const call of [
      findPolicy(ports, uma, policy.id),
      changePolicy(ports, uma, policy.id, { name: 'x' }, undefined),
      deletePolicy(ports, uma, policy.id, undefined),
      findPolicy(ports, tara, givenPolicy().id),
    ]) {
      expect(await codeOf(call)).toBe('not_found')
    }
  })
})

describe('the vocabulary', () => {
  const words = vocabulary()

  it('has every permission of a tenant, told in words, and each can be written', () => {
    const ofTenants = permissions.filter((permission) => !permission.startsWith('platform:'))
    expect(words.actions.map(({ action }) => action)).toEqual(ofTenants)
    for (const { action, description } of words.actions) {
      expect(description.length).toBeGreaterThan(5)
      expect(issuesOf(policyText({ Action: action }))).toEqual([])
    }
  })

  it('has keys that conditions take, and managed policies that are good', () => {
    for (const { key, type } of words.keys) {
      const operator = {
        text: 'StringEquals',
        number: 'NumericEquals',
        boolean: 'Bool',
        date: 'DateEquals',
        address: 'IpAddress',
      }
      const value = { text: 'x', number: '1', boolean: 'true', date: '2026-01-01T00:00:00Z', address: '192.0.2.0/24' }
      const Condition = { [operator[type]]: { [key.replace('*', 'x')]: value[type] } }
      expect([key, issuesOf(policyText({ Action: 'recording:Play', Condition }))]).toEqual([key, []])
    }
    expect(words.managedPolicies).toHaveLength(14)
    for (const { name, document } of words.managedPolicies) expect([name, issuesOf(document)]).toEqual([name, []])
  })
})
