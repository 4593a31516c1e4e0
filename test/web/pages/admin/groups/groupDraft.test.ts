import { describe, expect, it } from 'vitest'
import { groupChangesSchema, groupWithMembersSchema, newGroupSchema } from '../../../../../functions/contract/groups.ts'
import {
  groupChangesOf,
  groupDraftOf,
  groupProblems,
  newGroupDraft,
  newGroupOf,
  rebaseGroup,
} from '../../../../../web/pages/admin/groups/groupDraft.ts'
import { joined, left } from '../../../../../web/pages/admin/groups/memberships.ts'
import { givenUser, idAt } from '../people/given.ts'

const givenGroup = (facts: Record<string, unknown> = {}) =>
  groupWithMembersSchema.parse({
    ...{ id: idAt('g'), name: 'Sales', agentIds: ['2000'], managedPolicies: ['download'], policyIds: [idAt('p')] },
    ...{ updatedAt: '2026-11-01T08:00:00.000Z', members: [], ...facts },
  })
const opened = groupDraftOf(givenGroup())

describe('a group’s draft', () => {
  it('sends only what it changes', () => {
    expect(groupChangesOf({ ...opened, facts: { name: ' Sales ' } }, opened)).toEqual({})
    const draft = { facts: { name: 'Sales North' }, lists: { ...opened.lists, agentIds: ['2000', '2001'] } }
    expect(groupChangesOf(draft, opened)).toEqual({ name: 'Sales North', agentIds: ['2000', '2001'] })
  })

  it('sends what the contract takes', () => {
    const draft = { facts: { name: 'X' }, lists: { agentIds: [], managedPolicies: [], policyIds: [] } }
    const changes = groupChangesSchema.parse(groupChangesOf(draft, opened))
    expect(Object.keys(changes).toSorted()).toEqual(Object.keys(groupChangesSchema.shape).toSorted())
    const named = { ...newGroupDraft, facts: { name: ' X ' } }
    expect(newGroupSchema.parse(newGroupOf(named))).toEqual(newGroupSchema.parse({ name: 'X' }))
    expect(groupProblems(newGroupDraft)).toHaveProperty('name')
  })

  it('takes what somebody else saved where nothing was typed', () => {
    const draft = { ...opened, facts: { name: 'Mine' } }
    const theirs = groupDraftOf(givenGroup({ name: 'Theirs', agentIds: ['3000'] }))
    expect(rebaseGroup(draft, opened, theirs)).toEqual({
      facts: { name: 'Mine' },
      lists: { ...theirs.lists, agentIds: ['3000'] },
    })
  })
})

describe('the groups of a person', () => {
  const groups = [
    { groupId: idAt('g'), isSupervisor: false },
    { groupId: idAt('h'), isSupervisor: true },
  ]
  const [first, second] = givenUser('1', { groups }).groups
  if (!first || !second) throw new Error('two groups were given')

  it('are joined and left without touching the others', () => {
    expect(joined([second], first.groupId, false)).toEqual([second, first])
    expect(joined([first, second], first.groupId, true)).toEqual([{ ...first, isSupervisor: true }, second])
    expect(left([first, second], first.groupId)).toEqual([second])
  })
})
