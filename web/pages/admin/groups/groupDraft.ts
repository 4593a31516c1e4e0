import type { Group, GroupChanges, NewGroup } from '../../../api/index.ts'
import { changesOf, rebase } from '../draft.ts'
import { type RightsDraft, settleLists } from '../people/index.ts'

/** The group's form as it stands. Its members are no part of it: each is a change of a person. */
export type GroupDraft = { facts: { name: string }; lists: RightsDraft }

export const groupDraftOf = ({ name, agentIds, managedPolicies, policyIds }: Group): GroupDraft => ({
  facts: { name },
  lists: { agentIds, managedPolicies, policyIds },
})

export const newGroupDraft: GroupDraft = {
  facts: { name: '' },
  lists: { agentIds: [], managedPolicies: [], policyIds: [] },
}

export const rebaseGroup = (draft: GroupDraft, from: GroupDraft, onto: GroupDraft): GroupDraft => ({
  facts: rebase(draft.facts, from.facts, onto.facts),
  lists: rebase(settleLists(draft.lists, from.lists), from.lists, onto.lists),
})

/** What the draft changes; only that is sent, so that it undoes nothing of somebody else's. */
export function groupChangesOf(draft: GroupDraft, base: GroupDraft): GroupChanges {
  const facts = changesOf({ name: draft.facts.name.trim() }, base.facts)
  const { agentIds, managedPolicies, policyIds } = changesOf(settleLists(draft.lists, base.lists), base.lists)
  return {
    ...facts,
    ...(agentIds && { agentIds: [...agentIds] }),
    ...(managedPolicies && { managedPolicies: [...managedPolicies] }),
    ...(policyIds && { policyIds }),
  }
}

export const newGroupOf = ({ facts, lists }: GroupDraft): NewGroup => ({
  name: facts.name.trim(),
  agentIds: [...lists.agentIds],
  managedPolicies: [...lists.managedPolicies],
  policyIds: lists.policyIds,
})

/** What can be said before the server is asked, by field. */
export const groupProblems = ({ facts }: GroupDraft): Partial<Record<'name', string>> =>
  facts.name.trim() === '' ? { name: 'Give the group a name.' } : {}
