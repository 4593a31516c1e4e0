import type { BodyOf, Contract, FieldError, ResponseOf } from '../../contract/index.ts'
import type { CustomField, CustomFieldId, Principal, TenantId } from '../../model/index.ts'
import type { Clock, CustomFieldStore, GroupStore, Ids } from '../../ports/index.ts'
import { madeBefore, nameKinds, type Repeatable, requireFreeName, requireVersion } from '../administration/index.ts'
import { entryOf } from '../audit/index.ts'
import { mayDo, requireMake, thingTarget } from '../permissions/index.ts'
import { conflict, notFound, Refusal } from '../problems/index.ts'
import { readValue } from './values.ts'

export type CustomFieldView = ResponseOf<Contract['customData']['getCustomField']>
export type VersionedCustomField = { field: CustomFieldView; version: number }
export type CustomFieldPorts = {
  customFields: CustomFieldStore
  groups: Pick<GroupStore, 'groups'>
  clock: Clock
  ids: Ids
}

/** Those in use: a form of more is filled in by nobody. */
export const maxCustomFields = 100
/** With retired ones, whose values recordings still have. */
export const maxKeptCustomFields = 200
const maxOrder = 9_999
const attempts = 5

function viewOf({
  tenantId: _,
  version: __,
  choices,
  default: value,
  editors,
  ...field
}: CustomField): CustomFieldView {
  return {
    ...field,
    choices: [...choices],
    default: Array.isArray(value) ? [...value] : value,
    editors: editors === 'everybody' ? editors : { roles: [...editors.roles], groupIds: [...editors.groupIds] },
  }
}
const viewed = (field: CustomField): VersionedCustomField => ({ field: viewOf(field), version: field.version })

const inOrder = (one: CustomField, other: CustomField) => one.order - other.order || (one.id < other.id ? -1 : 1)

/** All of them, retired ones included, in their order. */
export async function customFieldsOf(
  { customFields }: { customFields: Pick<CustomFieldStore, 'customFields'> },
  tenantId: TenantId,
): Promise<CustomField[]> {
  return (await customFields.customFields(tenantId)).sort(inOrder)
}

/** Those that the principal may see, in their order. */
export async function listCustomFields(ports: CustomFieldPorts, principal: Principal): Promise<CustomFieldView[]> {
  const all = await customFieldsOf(ports, principal.tenantId)
  return all.filter(({ id }) => mayDo(principal, 'customField:Read', thingTarget(`customField/${id}`))).map(viewOf)
}

async function requireField(
  { customFields }: CustomFieldPorts,
  principal: Principal,
  id: CustomFieldId,
  permission: 'customField:Read' | 'customField:Edit',
): Promise<CustomField> {
  const field = await customFields.find(principal.tenantId, id)
  if (!field || !mayDo(principal, permission, thingTarget(`customField/${id}`))) throw notFound()
  return field
}

/** @throws Refusal not_found */
export async function findCustomField(
  ports: CustomFieldPorts,
  principal: Principal,
  id: CustomFieldId,
): Promise<VersionedCustomField> {
  return viewed(await requireField(ports, principal, id, 'customField:Read'))
}

/** Names and choices are the same whatever the case of their letters. */
const comparable = (text: string) => text.normalize('NFKC').toLowerCase()

function problemsOfChoices({ type, choices }: CustomField): FieldError[] {
  const isChoice = type === 'choice' || type === 'multipleChoice'
  if (!isChoice && choices.length > 0) return [{ field: 'choices', message: 'are for choice and multipleChoice alone' }]
  if (isChoice && choices.length === 0) return [{ field: 'choices', message: 'must hold a choice' }]
  const texts = choices.map(comparable)
  const repeated = texts.findIndex((text, index) => texts.indexOf(text) < index)
  return repeated < 0 ? [] : [{ field: `choices[${repeated}]`, message: 'is there already' }]
}

function problemsOfDefault(field: CustomField): FieldError[] {
  const read = field.default === null ? undefined : readValue(field, field.default)
  return read && 'problem' in read ? [{ field: 'default', message: read.problem }] : []
}

async function problemsOfEditors({ groups }: CustomFieldPorts, { tenantId, editors }: CustomField) {
  if (editors === 'everybody' || editors.groupIds.length === 0) return []
  const known = new Set((await groups.groups(tenantId)).map(({ id }) => id))
  return editors.groupIds.flatMap((id, index) =>
    known.has(id) ? [] : [{ field: `editors.groupIds[${index}]`, message: 'is no group of the tenant' }],
  )
}

/**
 * @param changed what was asked for: a default that misfits, or a group that is gone, does not hinder other changes
 * @throws Refusal invalid_request naming what is wrong
 */
async function requireGood(ports: CustomFieldPorts, field: CustomField, changed: readonly string[]): Promise<void> {
  const errors = [
    ...(changed.includes('choices') ? problemsOfChoices(field) : []),
    ...(changed.includes('default') || changed.includes('choices') ? problemsOfDefault(field) : []),
    ...(changed.includes('editors') ? await problemsOfEditors(ports, field) : []),
  ]
  const [first] = errors
  if (first) throw new Refusal('invalid_request', `Correct the body: ${first.field} ${first.message}.`, errors)
}

/** A value in the form in which a field keeps it. */
function kept(field: CustomField): CustomField {
  const read = field.default === null ? undefined : readValue(field, field.default)
  return read && 'value' in read ? { ...field, default: read.value } : field
}

/** @throws Refusal too_many_custom_fields */
function requireRoom(all: readonly CustomField[]): void {
  if (all.filter(({ retiredAt }) => retiredAt === null).length < maxCustomFields) return
  throw new Refusal(
    'too_many_custom_fields',
    `A tenant has at most ${maxCustomFields} custom fields in use. Retire one that is not needed.`,
  )
}

/**
 * @param repeatable the Idempotency-Key and a hash of the request that it came with
 * @throws Refusal forbidden, invalid_request, custom_field_name_taken, too_many_custom_fields, idempotency_key_reused,
 *   conflict
 */
export async function createCustomField(
  ports: CustomFieldPorts,
  principal: Principal,
  { order, ...asked }: BodyOf<Contract['customData']['createCustomField']>,
  repeatable: Repeatable | null,
): Promise<VersionedCustomField & { isNew: boolean }> {
  const { tenantId } = principal
  requireMake(principal, 'customField:Edit', 'customField')
  for (let attempt = 0; attempt < attempts; attempt++) {
    // In this order: a name that the same request took a moment ago is then known to be its own.
    const all = await customFieldsOf(ports, tenantId)
    const made = await madeBefore(ports.customFields, tenantId, repeatable)
    if (made) return { ...viewed(made), isNew: false }
    requireFreeName(nameKinds.customField, all, asked.name, null)
    requireRoom(all)
    if (all.length >= maxKeptCustomFields) {
      throw new Refusal(
        'too_many_custom_fields',
        `A tenant keeps at most ${maxKeptCustomFields} custom fields, retired ones included. Restore one of these.`,
      )
    }
    const last = Math.max(0, ...all.map((field) => field.order))
    const field: CustomField = kept({
      ...{ tenantId, id: ports.ids.customFieldId(), ...asked, order: order ?? Math.min(last + 1, maxOrder) },
      ...{ retiredAt: null, updatedAt: ports.clock.now(), version: 1 },
    })
    await requireGood(ports, field, Object.keys(asked))
    const audit = entryOf(principal, 'createCustomField', { customFieldId: field.id })
    const idempotency = repeatable && { ...repeatable, id: field.id }
    if ((await ports.customFields.create(field, audit, idempotency)) === 'written') {
      return { ...viewed(field), isNew: true }
    }
  }
  throw conflict()
}

/**
 * No value is touched by it: those that a narrowed choice leaves out are told to misfit when they are read.
 * @param baseVersion the version of If-Match; undefined for `*`
 * @throws Refusal not_found, precondition_failed, invalid_request, too_many_custom_fields, conflict
 */
export async function changeCustomField(
  ports: CustomFieldPorts,
  principal: Principal,
  id: CustomFieldId,
  { isRetired, ...changes }: BodyOf<Contract['customData']['changeCustomField']>,
  baseVersion: number | undefined,
): Promise<VersionedCustomField> {
  const previous = await requireField(ports, principal, id, 'customField:Edit')
  requireVersion(previous, baseVersion)
  if (isRetired === false && previous.retiredAt !== null) requireRoom(await customFieldsOf(ports, principal.tenantId))
  const fields = Object.keys({ ...changes, ...(isRetired !== undefined && { isRetired }) })
  const field: CustomField = kept({
    ...{ ...previous, ...changes, retiredAt: retirementOf(ports, previous, isRetired) },
    ...{ updatedAt: ports.clock.now(), version: previous.version + 1 },
  })
  await requireGood(ports, field, fields)
  const audit = entryOf(principal, 'changeCustomField', { customFieldId: id }, { fields })
  if ((await ports.customFields.change(field, previous, audit)) === 'stale') throw conflict()
  return viewed(field)
}

/** Since when it is retired, where nothing is said as before. */
function retirementOf({ clock }: CustomFieldPorts, { retiredAt }: CustomField, isRetired: boolean | undefined) {
  if (isRetired === undefined) return retiredAt
  return isRetired ? (retiredAt ?? clock.businessNow()) : null
}

/**
 * Its values stay. Retiring twice is the same as once.
 * @throws Refusal not_found, precondition_failed, conflict
 */
export async function retireCustomField(
  ports: CustomFieldPorts,
  principal: Principal,
  id: CustomFieldId,
  baseVersion: number | undefined,
): Promise<void> {
  const previous = await requireField(ports, principal, id, 'customField:Edit')
  requireVersion(previous, baseVersion)
  const field: CustomField = {
    ...{ ...previous, retiredAt: retirementOf(ports, previous, true) },
    ...{ updatedAt: ports.clock.now(), version: previous.version + 1 },
  }
  const audit = entryOf(principal, 'retireCustomField', { customFieldId: id })
  if ((await ports.customFields.change(field, previous, audit)) === 'stale') throw conflict()
}
