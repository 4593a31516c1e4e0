import type { NewPolicy, Policy, PolicyChanges } from '../../../api/index.ts'
import { changesOf } from '../draft.ts'

/** A policy's form as it stands; an empty description means none. */
export type PolicyDraft = { name: string; description: string; document: string }

export const policyDraftOf = ({ name, description, document }: Policy): PolicyDraft => ({
  name,
  description: description ?? '',
  document,
})

const trimmed = ({ name, description, document }: PolicyDraft): PolicyDraft => ({
  name: name.trim(),
  description: description.trim(),
  document,
})

/** What the draft changes; only that is sent. */
export function policyChangesOf(draft: PolicyDraft, base: PolicyDraft): PolicyChanges {
  const { description, ...rest } = changesOf(trimmed(draft), base)
  return { ...rest, ...(description === undefined ? {} : { description: description || null }) }
}

export function newPolicyOf(draft: PolicyDraft): NewPolicy {
  const { description, ...rest } = trimmed(draft)
  return { ...rest, description: description || null }
}

/** What can be said before the server is asked, by field. */
export const policyProblems = ({ name, document }: PolicyDraft): Partial<Record<keyof PolicyDraft, string>> => ({
  ...(name.trim() === '' ? { name: 'Give the policy a name.' } : {}),
  ...(document.trim() === '' ? { document: 'Write what the policy says.' } : {}),
})
