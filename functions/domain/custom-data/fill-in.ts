import type { BodyOf, Contract, CustomDenial, CustomValue, FieldError, ResponseOf } from '../../contract/index.ts'
import type {
  CustomField,
  CustomValues,
  Principal,
  Recording,
  RecordingId,
  SegmentCustomData,
} from '../../model/index.ts'
import type { CustomFieldStore } from '../../ports/index.ts'
import { entryOf } from '../audit/index.ts'
import { denialOf, type RouteLimits, refuseTurnedOff } from '../permissions/index.ts'
import { notFound, Refusal } from '../problems/index.ts'
import { differing, type EditPorts, editRecording, type PlannedField, requireRecording } from '../recordings/index.ts'
import { customFieldsOf } from './fields.ts'
import { customValueOf, fits, readValue } from './values.ts'

export type CustomDataView = ResponseOf<Contract['customData']['getCustomData']>
type Datum = CustomDataView['items'][number]
/** Custom data as shown, and the version of its recording, which the ETag carries. */
export type VersionedCustomData = { customData: CustomDataView; version: number }
export type CustomDataPorts = EditPorts & { customFields: Pick<CustomFieldStore, 'customFields'> }
type Changes = BodyOf<Contract['customData']['changeCustomData']>

/** Of one recording or segment: with all else that it has it stays well within the 400 KB of an item. */
export const maxValuesBytes = 64 * 1024

/** Whether the definition lets them, of all that may fill in custom data. */
function isEditor({ grant }: Principal, { editors }: CustomField): boolean {
  if (editors === 'everybody') return true
  return (
    editors.roles.some((role) => role === grant.role) || editors.groupIds.some((id) => grant.user.groupIds.includes(id))
  )
}

/** Why the principal may not fill the field in; undefined: it may. */
function fillInDenial(
  principal: Principal,
  recording: Recording,
  field: CustomField,
  limits: RouteLimits,
): CustomDenial | undefined {
  const denied = denialOf(principal, 'recording:EditCustomData', recording, limits)
  if (denied) return denied
  return isEditor(principal, field) ? undefined : { code: 'editors', routeName: null, routePermission: null }
}

const copied = (value: CustomValue): CustomValue => (Array.isArray(value) ? [...value] : value)

function viewDatum(field: CustomField, values: CustomValues, denial: CustomDenial | undefined): Datum {
  const { id: fieldId, name, label, type, choices, isRequired } = field
  const set = customValueOf(values, name)
  const value = set ?? field.default
  return {
    ...{ fieldId, name, label, type, isRequired, choices: [...choices], value: value === null ? null : copied(value) },
    isDefault: set === undefined && value !== null,
    fits: value === null || fits(field, value),
    isMissing: isRequired && value === null,
    denial: denial ?? null,
  }
}

type Place = { recording: Recording; limits: RouteLimits; values: CustomValues }

/** Retired fields are hidden; what they hold stays where it is. */
function view(principal: Principal, fields: readonly CustomField[], { recording, limits, values }: Place) {
  const items = fields
    .filter(({ retiredAt }) => retiredAt === null)
    .map((field) => viewDatum(field, values, fillInDenial(principal, recording, field, limits)))
  return { customData: { items }, version: recording.version }
}

type Scope = CustomField['appliesTo']
const fieldsOf = async (ports: CustomDataPorts, { tenantId }: Principal, scope: Scope) =>
  (await customFieldsOf(ports, tenantId)).filter(({ appliesTo }) => appliesTo === scope)

/** @throws Refusal not_found */
export async function findCustomData(
  ports: CustomDataPorts,
  principal: Principal,
  recordingId: RecordingId,
): Promise<VersionedCustomData> {
  const [{ recording, limits }, fields] = await Promise.all([
    requireRecording(ports, principal, recordingId, 'recording:Read'),
    fieldsOf(ports, principal, 'recording'),
  ])
  return view(principal, fields, { recording, limits, values: recording.customValues })
}

/** @throws Refusal not_found, also for a segment that the recording has not */
async function segmentOf(
  { recordings }: CustomDataPorts,
  { tenantId, id }: Recording,
  seq: number,
): Promise<SegmentCustomData> {
  const [media, segment] = await Promise.all([
    recordings.media(tenantId, id),
    recordings.segmentCustomData(tenantId, id, seq),
  ])
  if (!media.some((file) => file.seq === seq)) throw notFound()
  return segment ?? { seq, values: {}, editedFields: {} }
}

/** @throws Refusal not_found */
export async function findSegmentCustomData(
  ports: CustomDataPorts,
  principal: Principal,
  { recordingId, seq }: { recordingId: RecordingId; seq: number },
): Promise<VersionedCustomData> {
  const [{ recording, limits }, fields] = await Promise.all([
    requireRecording(ports, principal, recordingId, 'recording:Read'),
    fieldsOf(ports, principal, 'segment'),
  ])
  const { values } = await segmentOf(ports, recording, seq)
  return view(principal, fields, { recording, limits, values })
}

const pathOf = (name: string) => `values.${name}`

/** @throws Refusal invalid_request naming each field that is not there, or no more */
function requireFields(fields: readonly CustomField[], names: readonly string[], scope: Scope): CustomField[] {
  const errors: FieldError[] = []
  const found = names.flatMap((name) => {
    const field = fields.find((each) => each.name === name)
    if (field?.retiredAt === null) return field
    errors.push({ field: pathOf(name), message: field ? 'is retired' : `is no custom field of a ${scope}` })
    return []
  })
  if (errors.length === 0) return found
  throw new Refusal('invalid_request', 'Name custom fields that there are, see errors.', errors)
}

const reasons = {
  permission: 'needs recording:EditCustomData',
  route_permission: 'is turned off on this route',
  editors: 'is for others to fill in',
} as const satisfies Record<CustomDenial['code'], string>

/** @throws Refusal route_permission, forbidden naming each field that the principal may not fill in */
function requireEditors(
  principal: Principal,
  recording: Recording,
  fields: readonly CustomField[],
  limits: RouteLimits,
) {
  const denied = fields.flatMap((field) => {
    const denial = fillInDenial(principal, recording, field, limits)
    return denial ? { field, denial } : []
  })
  const [first] = denied
  if (!first) return
  const errors = denied.map(({ field, denial }) => ({ field: pathOf(field.name), message: reasons[denial.code] }))
  const { code, ...denial } = first.denial
  if (code === 'route_permission') refuseTurnedOff({ ...denial, code }, errors)
  throw new Refusal('forbidden', 'You may not fill these fields in, see errors. Ask your administrator.', errors)
}

/** Choices that are gone may stay where they are: to add another is not to give them up. */
function withHeld(field: CustomField, held: CustomValue | undefined): CustomField {
  const left = [held].flat().filter((choice): choice is string => typeof choice === 'string')
  const isChoice = field.type === 'choice' || field.type === 'multipleChoice'
  return isChoice ? { ...field, choices: [...new Set([...field.choices, ...left])] } : field
}

type Asked = { field: CustomField; now: CustomValue | null; next: CustomValue | null }

/** @throws Refusal invalid_request naming each value that its field does not take */
function readValues(fields: readonly CustomField[], asked: Changes['values'], values: CustomValues): Asked[] {
  const errors: FieldError[] = []
  const read = fields.map((field): Asked => {
    const held = customValueOf(values, field.name)
    const given = asked[field.name] ?? null
    const now = held ?? null
    // No choice at all is no value.
    const isTaken = given === null || (Array.isArray(given) && given.length === 0)
    if (isTaken) {
      if (field.isRequired) errors.push({ field: pathOf(field.name), message: 'is required: it cannot be taken away' })
      return { field, now, next: null }
    }
    const next = readValue(withHeld(field, held), given)
    if ('value' in next) return { field, now, next: next.value }
    errors.push({ field: pathOf(field.name), message: next.problem })
    return { field, now, next: now }
  })
  const [first] = errors
  if (first) throw new Refusal('invalid_request', `Correct the body: ${first.field} ${first.message}.`, errors)
  return read
}

/** @throws Refusal invalid_request for more than fits with the recording */
function valuesAfter(values: CustomValues, asked: readonly Asked[]): CustomValues {
  const after = new Map(Object.entries(values))
  for (const { field, next } of asked) {
    if (next === null) after.delete(field.name)
    else after.set(field.name, next)
  }
  const next = Object.fromEntries(after)
  if (new TextEncoder().encode(JSON.stringify(next)).length <= maxValuesBytes) return next
  const message = `would be more than ${maxValuesBytes / 1024} KB of custom data with the other fields`
  throw new Refusal('invalid_request', `Correct the body: values ${message}. Shorten some texts.`, [
    { field: 'values', message },
  ])
}

/** What the request comes to on values as they are. To say what is so already is no edit. */
function planOf(
  principal: Principal,
  fields: readonly CustomField[],
  { values: asked }: Changes,
  scope: Scope,
  { recording, limits, values }: Place,
) {
  const named = requireFields(fields, Object.keys(asked), scope)
  requireEditors(principal, recording, named, limits)
  const read = readValues(named, asked, values)
  return { read, after: valuesAfter(values, read) }
}

const plannedOf = (read: readonly Asked[], prefix: string): PlannedField[] =>
  differing(read.map(({ field, now, next }) => ({ field: `${prefix}custom.${field.name}`, now, next })))

/**
 * @param baseVersion the version of If-Match; undefined for `*`
 * @throws Refusal not_found; forbidden, route_permission, invalid_request naming the fields; precondition_failed telling what
 *   was changed; conflict
 */
export async function changeCustomData(
  ports: CustomDataPorts,
  principal: Principal,
  recordingId: RecordingId,
  changes: Changes,
  baseVersion: number | undefined,
): Promise<VersionedCustomData> {
  let fields: readonly CustomField[] = []
  const { recording, limits } = await editRecording(
    ports,
    principal,
    recordingId,
    { permission: 'recording:Read', baseVersion },
    async ({ recording: previous, limits: current }) => {
      fields = await fieldsOf(ports, principal, 'recording')
      const place = { recording: previous, limits: current, values: previous.customValues }
      const { read, after } = planOf(principal, fields, changes, 'recording', place)
      const planned = plannedOf(read, '')
      if (planned.length === 0) return undefined
      return {
        recording: { ...previous, customValues: after },
        fields: planned,
        audit: entryOf(principal, 'changeCustomData', { recordingId }, { fields: planned.map(({ field }) => field) }),
      }
    },
  )
  return view(principal, fields, { recording, limits, values: recording.customValues })
}

/**
 * It is an edit of the recording, too, whose ETag and history it shares.
 * @param baseVersion the version of If-Match; undefined for `*`
 * @throws Refusal as of {@link changeCustomData}, not_found also for a segment that the recording has not
 */
export async function changeSegmentCustomData(
  ports: CustomDataPorts,
  principal: Principal,
  { recordingId, seq }: { recordingId: RecordingId; seq: number },
  changes: Changes,
  baseVersion: number | undefined,
): Promise<VersionedCustomData> {
  let fields: readonly CustomField[] = []
  let values: CustomValues = {}
  const { recording, limits } = await editRecording(
    ports,
    principal,
    recordingId,
    { permission: 'recording:Read', baseVersion },
    async ({ recording: previous, limits: current }) => {
      const [segment, defined] = await Promise.all([
        segmentOf(ports, previous, seq),
        fieldsOf(ports, principal, 'segment'),
      ])
      fields = defined
      const place = { recording: previous, limits: current, values: segment.values }
      const { read, after } = planOf(principal, fields, changes, 'segment', place)
      values = after
      const planned = plannedOf(read, `segments.${seq}.`)
      if (planned.length === 0) return undefined
      return {
        recording: previous,
        segment: { ...segment, values: after },
        fields: planned,
        audit: entryOf(
          principal,
          'changeSegmentCustomData',
          { recordingId },
          { fields: planned.map(({ field }) => field) },
        ),
      }
    },
  )
  return view(principal, fields, { recording, limits, values })
}
