import type { FieldName, RawFields } from './fields.ts'
import type { Facts, IngestBody, MediaKind, Voice } from './wire.ts'

/** A file as a source of calls names it, before anybody looked at the disk. */
export type NamedFile = {
  /** Absolute. */
  path: string
  /** Whose voice each channel is; undefined where nobody said. */
  channels?: readonly Voice[] | undefined
  /** Label of the SIPREC stream in each channel; null in a place where it is not known. */
  labels?: readonly (string | null)[] | undefined
  kind?: MediaKind | undefined
  segment?: number | undefined
}

/** What one row, one name or the command line says of a call. */
export type NamedCall = {
  /** Where it was said, for messages: `calls.csv line 7`. */
  source: string
  raw: RawFields
  files: readonly NamedFile[]
  /** Path of a SIPREC document. */
  siprecPath?: string | undefined
  /** Calls of one key are the same call even without a session id. */
  callKey?: string | undefined
}

/** A file as it lies on the disk, ready to be announced. */
export type PlannedFile = {
  path: string
  name: string
  lengthBytes: number
  modifiedMs: number
  kind: MediaKind
  contentType: string
  channels: Voice[]
  labels: (string | null)[]
  segment: number
  /** When the file begins, where its own row or name says so; RFC 3339 in UTC. */
  startedAt: string | undefined
  /** From the start of its segment. */
  startOffsetMs: number
}

/** One recording to send. */
export type PlannedCall = {
  source: string
  facts: Facts
  sipHeaders: NonNullable<IngestBody['sipHeaders']>
  siprec: string | undefined
  files: PlannedFile[]
  callKey: string | undefined
}

/** Why a call, or a part of one, cannot be sent. */
export type PlanProblem = { source: string; message: string }

export type Plan = { calls: PlannedCall[]; problems: PlanProblem[] }

/** Fields for every call that does not say otherwise. */
export type Defaults = {
  raw: Partial<Record<FieldName, string>>
  channels: readonly Voice[]
  kind: MediaKind | undefined
  segment: number
  sipHeaders: NonNullable<IngestBody['sipHeaders']>
  siprecPath: string | undefined
}
