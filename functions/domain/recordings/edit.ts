import type { ChangedField, FieldValue, Permission } from '../../contract/index.ts'
import { permissions } from '../../contract/index.ts'
import type {
  AuditEntry,
  FieldChange,
  Instant,
  Principal,
  Recording,
  RecordingId,
  SegmentCustomData,
} from '../../model/index.ts'
import type { ChangedNote, Clock, ReviewStore } from '../../ports/index.ts'
import { reaches } from '../permissions/index.ts'
import { conflict, Refusal } from '../problems/index.ts'
import { type RecordingReaders, type Required, requireRecording } from './find.ts'
import { renewed } from './review.ts'

/** A field as it is and as it is to be. */
export type PlannedField = { field: string; now: FieldValue; next: FieldValue }

/** What somebody's edit comes to on a recording as it is at the moment. */
export type EditPlan = {
  /** The recording as it is to be; its version, times and stamps are put on. */
  recording: Recording
  /**
   * Fields that the person has set. Each keeps the version at which that happened, so that two people who edit different
   * fields both win, and the later of two who edit the same one is told.
   */
  fields: readonly PlannedField[]
  /** Of notes and the like, whose versions are their own; for the history. */
  changes?: readonly FieldChange[]
  note?: ChangedNote
  /** The segment as it is to be, where the fields are its own: it keeps their stamps. */
  segment?: SegmentCustomData
  audit: AuditEntry
}

export type EditPorts = RecordingReaders & { clock: Clock; reviews: Pick<ReviewStore, 'edits'> }

/** In every round one of those who edit at once succeeds; a few who go on and on may be faster than one many times. */
const attempts = 50

/**
 * Edits a recording by what `plan` makes of it as it is; asked anew for as long as others are faster. An edit with an old base
 * succeeds if nobody edited one of *its* fields since. Whatever is changed is kept in the history, in the same transaction.
 * @param permission without which the recording is not there for the principal
 * @param baseVersion the version of If-Match; undefined for `*`, and for what has no base
 * @param plan gives undefined where there is nothing to change; told the moment that the edit is of
 * @returns the recording as it is then
 * @throws Refusal not_found, route_permission, precondition_failed telling what was changed, forbidden, conflict, and what
 *   `plan` throws
 */
export async function editRecording(
  ports: EditPorts,
  principal: Principal,
  recordingId: RecordingId,
  { permission, baseVersion }: { permission: Permission; baseVersion: number | undefined },
  plan: (found: Required, at: Instant) => EditPlan | undefined | Promise<EditPlan | undefined>,
): Promise<Required> {
  const { tenantId, id: byId, person } = principal
  for (let attempt = 0; attempt < attempts; attempt++) {
    const found = await requireRecording(ports, principal, recordingId, permission, 'current')
    const { recording: previous } = found
    const at = ports.clock.now()
    const planned = await plan(found, at)
    const stamped = planned?.segment ?? previous
    await requireUntouched(ports, previous, stamped.editedFields, planned?.fields ?? [], baseVersion)
    if (!planned) return found
    const version = previous.version + 1
    const stamps = Object.fromEntries(planned.fields.map(({ field }) => [field, version]))
    const editedFields = { ...stamped.editedFields, ...stamps }
    const recording: Recording = {
      ...planned.recording,
      review: renewed(planned.recording.review, byId, at),
      editedFields: planned.segment ? previous.editedFields : editedFields,
      updatedAt: at,
      version,
    }
    refuseGain(principal, previous, recording, planned.fields)
    const changes = [...changesOf(planned.fields), ...(planned.changes ?? [])]
    const outcome = await ports.recordings.change(tenantId, {
      ...{ recording, previous, audit: planned.audit, note: planned.note ?? null },
      segment: planned.segment ? { ...planned.segment, editedFields } : null,
      edit: changes.length === 0 ? null : { version, at, byId, byName: person.name, changes },
    })
    if (outcome === 'written') return { ...found, recording }
  }
  throw conflict()
}

const isSame = (one: FieldValue, other: FieldValue) => JSON.stringify(one) === JSON.stringify(other)

const changesOf = (fields: readonly PlannedField[]): FieldChange[] =>
  fields.flatMap(({ field, now, next }) => (isSame(now, next) ? [] : { field, noteId: null, before: now, after: next }))

/** The fields whose values differ. */
export const differing = (fields: readonly PlannedField[]): PlannedField[] =>
  fields.filter(({ now, next }) => !isSame(now, next))

async function requireUntouched(
  { reviews }: EditPorts,
  current: Recording,
  editedFields: SegmentCustomData['editedFields'],
  fields: readonly PlannedField[],
  baseVersion: number | undefined,
): Promise<void> {
  if (baseVersion === undefined) return
  if (baseVersion < 1 || baseVersion > current.version) {
    throw new Refusal('precondition_failed', 'If-Match is not an ETag of this recording. Read it again.')
  }
  const touched = fields.filter(({ field }) => (editedFields[field] ?? 0) > baseVersion)
  if (touched.length === 0) return
  const versions = touched.map(({ field }) => editedFields[field] ?? 0)
  const edits = await reviews.edits(current.tenantId, current.id, [...new Set(versions)])
  throw new Refusal(
    'precondition_failed',
    'Somebody edited the same fields since you read the recording, see changes. Read it again and decide.',
    touched.map(({ field }) => ({ field, message: 'was edited by somebody else' })),
    touched.map(({ field, now }): ChangedField => {
      const edit = edits.find(({ version }) => version === editedFields[field])
      return { field, now, byName: edit?.byName ?? null, at: edit?.at ?? null }
    }),
  )
}

const ofRecordings = permissions.filter((permission) => permission.startsWith('recording:'))

/**
 * Policies may speak of what people edit: agent, queue, category, custom data, whether a call is sensitive. Nobody may give
 * themselves more by an edit. To take a call out of one's own sight is allowed: that is what marking it is for.
 */
function refuseGain(principal: Principal, previous: Recording, next: Recording, fields: readonly PlannedField[]): void {
  if (fields.length === 0) return
  const gained = ofRecordings.some(
    (permission) => !reaches(principal, permission, previous) && reaches(principal, permission, next),
  )
  if (!gained) return
  throw new Refusal(
    'forbidden',
    'By policy this change would let you do more to the recording than you may. Ask somebody who may already.',
    fields.map(({ field }) => ({ field, message: 'decides what you may do' })),
  )
}
