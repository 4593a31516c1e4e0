import { describe, expect, it } from 'vitest'
import { changeGroup, createGroup, deleteGroup, findGroup, listGroups } from '../../../functions/domain/people/index.ts'
import { givenGroup, givenPolicy, givenPrincipal, givenUser, newPolicyId } from '../given.ts'
import { codeOf, givenWorld, refusalOf } from './given.ts'

const tara = givenPrincipal({ user: { id: 'tara' } })
const uma = givenPrincipal({ role: 'tenantUser' })
const asked = { name: 'Front desk', agentIds: ['2000'], managedPolicies: ['view' as const], policyIds: [] }

describe('a group', () => {
  it('is made, read and listed with what it gives, and with its members', async () => {
    const { ports, audited, users } = givenWorld()
    const { group, version, isNew } = await createGroup(ports, tara, asked, null)
    expect({ version, isNew }).toEqual({ version: 1, isNew: true })
    expect(group).toMatchObject({ ...asked, members: [] })
    expect(audited).toMatchObject([{ action: 'createGroup', objects: { groupId: group.id } }])
    const member = givenUser({ groups: [{ groupId: group.id, isSupervisor: true }], agentIds: ['1001'] })
    users.all.set(member.id, member)
    expect((await findGroup(ports, tara, group.id)).group.members).toEqual([
      { userId: member.id, isSupervisor: true, agentIds: ['1001'] },
    ])
    const { members: _, ...head } = group
    expect(await listGroups(ports, tara)).toEqual([head])
  })

  it('has a name of its own, whatever the case of its letters', async () => {
    const [front, night] = [givenGroup({ name: 'Front desk' }), givenGroup({ name: 'Night' })]
    const { ports, groups } = givenWorld({ groups: [front, night] })
    const taken = { code: 'group_name_taken', fields: { name: 'is the name of another group' } }
    expect(await refusalOf(createGroup(ports, tara, { ...asked, name: 'ＦＲＯＮＴ desk' }, null))).toMatchObject(taken)
    expect(await refusalOf(changeGroup(ports, tara, night.id, { name: 'front DESK' }, 1))).toMatchObject(taken)
    expect(groups.list()).toEqual([front, night])
    expect(await codeOf(changeGroup(ports, tara, front.id, { name: 'FRONT DESK' }, 1))).toBe('allowed')
  })

  it('gives policies that are there, of a bounded length in all', async () => {
    const wide = Array.from({ length: 10 }, () => givenPolicy({ document: ' '.repeat(10_500) }))
    const { ports } = givenWorld({ policies: wide })
    const create = (policyIds: typeof asked.policyIds | ReturnType<typeof newPolicyId>[]) =>
      refusalOf(createGroup(ports, tara, { ...asked, policyIds }, null))
    expect(await create([newPolicyId()])).toMatchObject({
      ...{ code: 'invalid_request', fields: { policyIds: 'names a policy that is not there' } },
    })
    const ids = wide.map(({ id }) => id)
    expect(await create(ids)).toMatchObject({ fields: { policyIds: expect.stringContaining('100,000') } })
    expect(await create(ids.slice(1))).toBe('allowed')
  })

  it('is one of at most 200', async () => {
    const { ports } = givenWorld({ groups: Array.from({ length: 200 }, () => givenGroup()) })
    expect(await codeOf(createGroup(ports, tara, asked, null))).toBe('too_many_groups')
  })

  it('is made once for an Idempotency-Key', async () => {
    const { ports, groups } = givenWorld()
    const key = { key: 'tara#k', requestHash: 'h' }
    const first = await createGroup(ports, tara, asked, key)
    const again = await createGroup(ports, tara, asked, key)
    expect([again.isNew, again.group.id, groups.all.size]).toEqual([false, first.group.id, 1])
    const other = createGroup(ports, tara, { ...asked, name: 'Other' }, { ...key, requestHash: 'other' })
    expect(await codeOf(other)).toBe('idempotency_key_reused')
  })

  it('changes and goes as it was seen, and tells which fields', async () => {
    const group = givenGroup()
    const { ports, groups, audited, hooks } = givenWorld({ groups: [group] })
    expect(await codeOf(changeGroup(ports, tara, group.id, { agentIds: [] }, 7))).toBe('precondition_failed')
    expect(await codeOf(deleteGroup(ports, tara, group.id, 7))).toBe('precondition_failed')
    const { version } = await changeGroup(ports, tara, group.id, { agentIds: ['1'], managedPolicies: [] }, 1)
    expect([version, groups.all.get(group.id)?.agentIds]).toEqual([2, ['1']])
    expect(audited).toMatchObject([{ action: 'changeGroup', fields: ['agentIds', 'managedPolicies'] }])
    hooks.beforeWrite = () => groups.all.set(group.id, { ...group, version: 5 })
    expect(await codeOf(changeGroup(ports, tara, group.id, { agentIds: [] }, 2))).toBe('conflict')
    expect(await codeOf(deleteGroup(ports, tara, group.id, 5))).toBe('allowed')
    expect(audited.at(-1)).toMatchObject({ action: 'deleteGroup' })
  })

  it('is not there for who may not see groups', async () => {
    const group = givenGroup()
    const { ports } = givenWorld({ groups: [group] })
    for (const call of [
      findGroup(ports, uma, group.id),
      changeGroup(ports, uma, group.id, { agentIds: [] }, undefined),
      deleteGroup(ports, uma, group.id, undefined),
      findGroup(ports, tara, givenGroup().id),
    ]) {
      expect(await codeOf(call)).toBe('not_found')
    }
  })
})
