import type * as z from 'zod'
import type { auditEntrySchema, Contract, otherAuditActions, ProblemCode, Role } from '../contract/index.ts'
import type { ListeningId, RecordingId } from './ids.ts'
import type { Instant } from './recording.ts'

type EndpointNames<Room> = Extract<keyof Room, string>

/** The name of an endpoint, or what happens without one. */
export type AuditAction =
  | { [Room in keyof Contract]: EndpointNames<Contract[Room]> }[keyof Contract]
  | (typeof otherAuditActions)[number]

/** Ids of what was acted on; never a number or a word of a call. */
export type AuditObjects = z.output<typeof auditEntrySchema>['objects']

/** What the audit is to keep; the store gives it its id and its time at the moment at which it is written. */
export type AuditEntry = {
  action: AuditAction
  /** Of the user, recorder or administrator. */
  personId: string
  role: Role
  objects: AuditObjects
  /** Names of the fields that were changed or searched by. */
  fields: readonly string[]
  outcome: 'allowed' | 'denied'
  /** Of a denial. */
  reason: ProblemCode | null
  /** Why support access was opened: the one text that a person writes into it. */
  note: string | null
  requestId: string
  /** The viewer's. */
  sourceAddress: string | null
}

/** In milliseconds from the start of the recording; `toMs` is exclusive. */
export type HeardRange = { fromMs: number; toMs: number }

/** An entry as it lies in the store. */
export type KeptAuditEntry = AuditEntry & {
  /** Lower-case ULID, but for counted entries. */
  id: string
  at: Instant
  /** Repeats within its minute. */
  count: number
}

/** What was heard in a listening, said bit by bit. */
export type HeardEntry = { listeningId: ListeningId; recordingId: RecordingId; personId: string; ranges: HeardRange[] }
