import type { BodyOf, Contract, ResponseOf } from '../../contract/index.ts'
import type { CustomPolicy, PolicyId, Principal } from '../../model/index.ts'
import type { Clock, GroupStore, Ids, PolicyStore, UserStore } from '../../ports/index.ts'
import { madeBefore, nameKinds, type Repeatable, requireFreeName, requireVersion } from '../administration/index.ts'
import { entryOf } from '../audit/index.ts'
import {
  actionWords,
  conditionKeys,
  managedPolicies,
  mayDo,
  requireMake,
  resourceForms,
  tenantPolicyOptions,
  thingTarget,
} from '../permissions/index.ts'
import { checkPolicy, operatorNames } from '../policies/index.ts'
import { conflict, notFound, Refusal } from '../problems/index.ts'
import { requireNotOwnPolicy } from './rights.ts'

export type PolicyView = ResponseOf<Contract['policies']['getPolicy']>
export type PolicyIssues = ResponseOf<Contract['policies']['checkPolicy']>['issues']
export type Vocabulary = ResponseOf<Contract['policies']['getPolicyVocabulary']>
export type VersionedPolicy = { policy: PolicyView; version: number }
export type PolicyPorts = { policies: PolicyStore; users: UserStore; groups: GroupStore; clock: Clock; ids: Ids }

export const maxPolicies = 200
const attempts = 5

/** What is wrong with a policy, by line and column; nothing for a good one. */
export function issuesOf(document: string): PolicyIssues {
  const check = checkPolicy(document, tenantPolicyOptions)
  if (check.isValid) return []
  return check.issues.map(({ code, path, position, message }) => ({
    ...{ code, path, message, line: position?.line ?? null, column: position?.column ?? null },
  }))
}

/** @throws Refusal invalid_policy with what is wrong and where */
export function requireGoodPolicy(document: string): void {
  const issues = issuesOf(document)
  const [first] = issues
  if (!first) return
  const place = first.line === null ? first.path : `line ${first.line}, column ${first.column}`
  throw new Refusal(
    'invalid_policy',
    `Correct the policy at ${place}: ${first.message}`,
    issues.map(({ path, line, column, message }) => ({
      field: 'document',
      message: line === null ? `${path}: ${message}` : `${line}:${column} ${message}`,
    })),
  )
}

/** All that policies can speak of. */
export function vocabulary(): Vocabulary {
  return {
    actions: Object.entries(actionWords)
      .filter(([action]) => !action.startsWith('platform:'))
      .map(([action, description]) => ({ action: action as keyof typeof actionWords, description })), // its own keys
    keys: conditionKeys.map((key) => ({ ...key })),
    operators: [...operatorNames],
    resources: resourceForms.map((form) => ({ ...form })),
    managedPolicies: managedPolicies.map((policy) => ({ ...policy })),
  }
}

async function viewed({ users, groups }: PolicyPorts, policy: CustomPolicy): Promise<VersionedPolicy> {
  const { tenantId, id, name, description, updatedAt, document, version } = policy
  const [allUsers, allGroups] = await Promise.all([users.users(tenantId), groups.groups(tenantId)])
  const holds = ({ policyIds }: { policyIds: readonly PolicyId[] }) => policyIds.includes(id)
  const holders = { users: allUsers.filter(holds).length, groups: allGroups.filter(holds).length }
  return { policy: { id, name, description, updatedAt, document, holders }, version }
}

/** Those that the principal may read, by name, without their texts. */
export async function listPolicies(
  { policies }: PolicyPorts,
  principal: Principal,
): Promise<ResponseOf<Contract['policies']['listPolicies']>['items']> {
  const all = await policies.policies(principal.tenantId)
  const readable = all.filter(({ id }) => mayDo(principal, 'policy:Read', thingTarget(`policy/${id}`)))
  return readable.map(({ id, name, description, updatedAt }) => ({ id, name, description, updatedAt }))
}

async function requirePolicy(
  { policies }: PolicyPorts,
  principal: Principal,
  policyId: PolicyId,
  permission: 'policy:Read' | 'policy:Edit',
): Promise<CustomPolicy> {
  const policy = await policies.find(principal.tenantId, policyId)
  if (!policy || !mayDo(principal, permission, thingTarget(`policy/${policyId}`))) throw notFound()
  return policy
}

/** @throws Refusal not_found */
export async function findPolicy(ports: PolicyPorts, principal: Principal, id: PolicyId): Promise<VersionedPolicy> {
  return viewed(ports, await requirePolicy(ports, principal, id, 'policy:Read'))
}

/**
 * @param repeatable the Idempotency-Key and a hash of the request that it came with
 * @throws Refusal forbidden, invalid_policy, policy_name_taken, too_many_policies, idempotency_key_reused, conflict
 */
export async function createPolicy(
  ports: PolicyPorts,
  principal: Principal,
  asked: BodyOf<Contract['policies']['createPolicy']>,
  repeatable: Repeatable | null,
): Promise<VersionedPolicy & { isNew: boolean }> {
  const { tenantId } = principal
  requireMake(principal, 'policy:Edit', 'policy')
  requireGoodPolicy(asked.document)
  for (let attempt = 0; attempt < attempts; attempt++) {
    // In this order: a name that the same request took a moment ago is then known to be its own.
    const all = await ports.policies.policies(tenantId)
    const made = await madeBefore(ports.policies, tenantId, repeatable)
    if (made) return { ...(await viewed(ports, made)), isNew: false }
    requireFreeName(nameKinds.policy, all, asked.name, null)
    if (all.length >= maxPolicies) {
      throw new Refusal('too_many_policies', `A tenant has at most ${maxPolicies} policies. Delete one of nobody's.`)
    }
    const policy: CustomPolicy = {
      ...{ tenantId, id: ports.ids.policyId(), ...asked, updatedAt: ports.clock.now(), version: 1 },
    }
    const audit = entryOf(principal, 'createPolicy', { policyId: policy.id })
    const idempotency = repeatable && { ...repeatable, id: policy.id }
    if ((await ports.policies.create(policy, audit, idempotency)) === 'written') {
      return { ...(await viewed(ports, policy)), isNew: true }
    }
  }
  throw conflict()
}

/** @throws Refusal not_found, own_rights, precondition_failed, invalid_policy, policy_name_taken, conflict */
export async function changePolicy(
  ports: PolicyPorts,
  principal: Principal,
  policyId: PolicyId,
  changes: BodyOf<Contract['policies']['changePolicy']>,
  baseVersion: number | undefined,
): Promise<VersionedPolicy> {
  const previous = await requirePolicy(ports, principal, policyId, 'policy:Edit')
  if (changes.document !== undefined) requireNotOwnPolicy(principal, policyId)
  requireVersion(previous, baseVersion)
  if (changes.document !== undefined) requireGoodPolicy(changes.document)
  if (changes.name !== undefined) {
    requireFreeName(nameKinds.policy, await ports.policies.policies(principal.tenantId), changes.name, policyId)
  }
  const policy = { ...previous, ...changes, updatedAt: ports.clock.now(), version: previous.version + 1 }
  const audit = entryOf(principal, 'changePolicy', { policyId }, { fields: Object.keys(changes) })
  if ((await ports.policies.change(policy, previous, audit)) === 'stale') throw conflict()
  return viewed(ports, policy)
}

/** @throws Refusal not_found, precondition_failed, policy_in_use, conflict */
export async function deletePolicy(
  ports: PolicyPorts,
  principal: Principal,
  policyId: PolicyId,
  baseVersion: number | undefined,
): Promise<void> {
  const policy = await requirePolicy(ports, principal, policyId, 'policy:Edit')
  requireVersion(policy, baseVersion)
  const { holders } = (await viewed(ports, policy)).policy
  if (holders.users + holders.groups > 0) {
    throw new Refusal('policy_in_use', 'Take the policy from the people and groups that hold it first.')
  }
  if ((await ports.policies.remove(policy, entryOf(principal, 'deletePolicy', { policyId }))) === 'stale') {
    throw conflict()
  }
}
