import type { BodyOf, Contract, FieldError, ResponseOf } from '../../contract/index.ts'
import type { Group, GroupId, Principal } from '../../model/index.ts'
import type { Clock, GroupStore, Ids, PolicyStore } from '../../ports/index.ts'
import { madeBefore, nameKinds, type Repeatable, requireFreeName, requireVersion } from '../administration/index.ts'
import { entryOf } from '../audit/index.ts'
import { mayDo, requireMake, thingTarget } from '../permissions/index.ts'
import { conflict, notFound, Refusal } from '../problems/index.ts'
import { maxPolicyBytes, requireNotOwnGroup } from './rights.ts'

export type GroupView = ResponseOf<Contract['groups']['getGroup']>
export type ListedGroup = ResponseOf<Contract['groups']['listGroups']>['items'][number]
export type VersionedGroup = { group: GroupView; version: number }
export type GroupPorts = { groups: GroupStore; policies: PolicyStore; clock: Clock; ids: Ids }

export const maxGroups = 200
const attempts = 5

function viewHead({ id, name, agentIds, managedPolicies, policyIds, updatedAt }: Group): ListedGroup {
  return {
    ...{ id, name, updatedAt, agentIds: [...agentIds] },
    ...{ managedPolicies: [...managedPolicies], policyIds: [...policyIds] },
  }
}

async function viewed({ groups }: GroupPorts, group: Group): Promise<VersionedGroup> {
  const members = await groups.members(group.tenantId, group.id)
  return {
    group: { ...viewHead(group), members: members.map((member) => ({ ...member, agentIds: [...member.agentIds] })) },
    version: group.version,
  }
}

/** Those that the principal may see, by name. */
export async function listGroups({ groups }: GroupPorts, principal: Principal): Promise<ListedGroup[]> {
  const all = await groups.groups(principal.tenantId)
  return all.filter(({ id }) => mayDo(principal, 'group:Read', thingTarget(`group/${id}`))).map(viewHead)
}

async function requireGroup(
  { groups }: GroupPorts,
  principal: Principal,
  groupId: GroupId,
  permission: 'group:Read' | 'group:Edit',
): Promise<Group> {
  const group = await groups.find(principal.tenantId, groupId)
  if (!group || !mayDo(principal, permission, thingTarget(`group/${groupId}`))) throw notFound()
  return group
}

/** @throws Refusal not_found */
export async function findGroup(ports: GroupPorts, principal: Principal, groupId: GroupId): Promise<VersionedGroup> {
  return viewed(ports, await requireGroup(ports, principal, groupId, 'group:Read'))
}

/** @throws Refusal group_name_taken, invalid_request for a policy that is not there, or for too much of them */
async function requireGood({ policies }: GroupPorts, group: Group, all: readonly Group[]): Promise<void> {
  requireFreeName(nameKinds.group, all, group.name, group.id)
  const documents = new Map<string, string>(
    (await policies.policies(group.tenantId)).map(({ id, document }) => [id, document]),
  )
  const errors: FieldError[] = []
  if (!group.policyIds.every((id) => documents.has(id))) {
    errors.push({ field: 'policyIds', message: 'names a policy that is not there' })
  }
  const bytes = group.policyIds.reduce((sum, id) => sum + (documents.get(id)?.length ?? 0), 0)
  if (bytes > maxPolicyBytes) {
    const message = `is more than ${maxPolicyBytes.toLocaleString('en')} characters of policies`
    errors.push({ field: 'policyIds', message })
  }
  const [first] = errors
  if (first) throw new Refusal('invalid_request', `Correct the body: ${first.field} ${first.message}.`, errors)
}

/**
 * @param repeatable the Idempotency-Key and a hash of the request that it came with
 * @throws Refusal forbidden, group_name_taken, too_many_groups, invalid_request, idempotency_key_reused, conflict
 */
export async function createGroup(
  ports: GroupPorts,
  principal: Principal,
  asked: BodyOf<Contract['groups']['createGroup']>,
  repeatable: Repeatable | null,
): Promise<VersionedGroup & { isNew: boolean }> {
  const { tenantId } = principal
  requireMake(principal, 'group:Edit', 'group')
  for (let attempt = 0; attempt < attempts; attempt++) {
    // In this order: a name that the same request took a moment ago is then known to be its own.
    const all = await ports.groups.groups(tenantId)
    const made = await madeBefore(ports.groups, tenantId, repeatable)
    if (made) return { ...(await viewed(ports, made)), isNew: false }
    if (all.length >= maxGroups) {
      throw new Refusal('too_many_groups', `A tenant has at most ${maxGroups} groups. Delete one that is not needed.`)
    }
    const group: Group = { tenantId, id: ports.ids.groupId(), ...asked, updatedAt: ports.clock.now(), version: 1 }
    await requireGood(ports, group, all)
    const audit = entryOf(principal, 'createGroup', { groupId: group.id })
    const idempotency = repeatable && { ...repeatable, id: group.id }
    if ((await ports.groups.create(group, audit, idempotency)) === 'written') {
      return { ...(await viewed(ports, group)), isNew: true }
    }
  }
  throw conflict()
}

/**
 * Whoever is in a group may rename it: what it gives is for others to change.
 * @throws Refusal not_found, own_rights, precondition_failed, group_name_taken, invalid_request, conflict
 */
export async function changeGroup(
  ports: GroupPorts,
  principal: Principal,
  groupId: GroupId,
  changes: BodyOf<Contract['groups']['changeGroup']>,
  baseVersion: number | undefined,
): Promise<VersionedGroup> {
  const previous = await requireGroup(ports, principal, groupId, 'group:Edit')
  const { name: _, ...ofRights } = changes
  if (Object.keys(ofRights).length > 0) requireNotOwnGroup(principal, groupId)
  requireVersion(previous, baseVersion)
  const group = { ...previous, ...changes, updatedAt: ports.clock.now(), version: previous.version + 1 }
  await requireGood(ports, group, await ports.groups.groups(principal.tenantId))
  const audit = entryOf(principal, 'changeGroup', { groupId }, { fields: Object.keys(changes) })
  if ((await ports.groups.change(group, previous, audit)) === 'stale') throw conflict()
  return viewed(ports, group)
}

/**
 * Its members stay in the tenant, without what the group gave them.
 * @throws Refusal not_found, own_rights, precondition_failed, conflict
 */
export async function deleteGroup(
  ports: GroupPorts,
  principal: Principal,
  groupId: GroupId,
  baseVersion: number | undefined,
): Promise<void> {
  const group = await requireGroup(ports, principal, groupId, 'group:Edit')
  requireNotOwnGroup(principal, groupId)
  requireVersion(group, baseVersion)
  if ((await ports.groups.remove(group, entryOf(principal, 'deleteGroup', { groupId }))) === 'stale') throw conflict()
}
