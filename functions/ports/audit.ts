import type {
  AuditAction,
  AuditEntry,
  HeardEntry,
  HeardRange,
  Instant,
  KeptAuditEntry,
  ListeningId,
  RecordingId,
  TenantId,
} from '../model/index.ts'

/** A place in the audit, newest first. */
export type AuditPosition = { at: Instant; id: string }

export type AuditQuery = {
  /** Of the whole tenant, of what was done to one recording, or by one person. */
  of: { kind: 'tenant' } | { kind: 'recording'; recordingId: RecordingId } | { kind: 'person'; personId: string }
  from?: Instant | undefined
  /** Exclusive. */
  before?: Instant | undefined
  action?: AuditAction | undefined
  outcome?: KeptAuditEntry['outcome'] | undefined
  after?: AuditPosition | undefined
  limit: number
}

export type AuditPage = {
  entries: KeptAuditEntry[]
  /** Where to go on; undefined at the end. */
  next: AuditPosition | undefined
}

/**
 * Who did what in one tenant. Entries are written once and never changed; those of a change are written by the store that
 * writes the change, in its transaction.
 */
export type AuditStore = {
  /** Written when this resolves. */
  write(tenantId: TenantId, entry: AuditEntry): Promise<void>
  /** One entry for all of the same person, action, objects, fields and reason within the minute, with their count. */
  count(tenantId: TenantId, entry: AuditEntry): Promise<void>
  /**
   * One entry for a listening, however often its URLs are renewed. 'foreign': the id is another person's or another
   * recording's, and nothing was written.
   */
  startListening(
    tenantId: TenantId,
    listeningId: ListeningId,
    entry: AuditEntry,
  ): Promise<'written' | 'known' | 'foreign'>
  /** 'absent': there is no such listening of that person and recording. */
  addHeard(tenantId: TenantId, heard: HeardEntry): Promise<'written' | 'absent'>
  /** What was heard, joined and in order. */
  heard(tenantId: TenantId, listeningId: ListeningId): Promise<HeardRange[]>
  /** A person's first request after a sign-in: one entry for each `signInId`. */
  signedIn(tenantId: TenantId, signInId: string, entry: AuditEntry): Promise<void>
  /** When each person of the tenant signed in last, by their ids. */
  lastSignIns(tenantId: TenantId): Promise<ReadonlyMap<string, Instant>>
  /** Newest first, within a budget of reads: a page may hold fewer than `limit`, none even, and have a next. */
  list(tenantId: TenantId, query: AuditQuery): Promise<AuditPage>
  /** Recordings that have or had this session id, deleted ones included; at most 100. */
  recordingsOfSession(tenantId: TenantId, sessionId: string): Promise<RecordingId[]>
}

/** All that the audit wrote in one minute, as it lies in the store: what a block seals. */
export type AuditMinute = { minute: Instant; entries: { id: string; sha256: string }[] }

/** A sealed minute: its hash names everything in it and the block before it. */
export type AuditBlock = AuditMinute & {
  tenantId: TenantId
  /** From 1. */
  sequence: number
  /** SHA-256 of the block before as it is stored; null for the first. */
  previous: string | null
}

export type AuditSeals = {
  /** Minutes with entries, from after `sealedTo` and before `until`, oldest first, at most `limit`. */
  unsealedMinutes(tenantId: TenantId, sealedTo: Instant | null, until: Instant, limit: number): Promise<AuditMinute[]>
  /** The newest block and its hash. */
  lastBlock(tenantId: TenantId): Promise<{ block: AuditBlock; sha256: string } | undefined>
  /** Under an object lock; 'taken' where another sealer was faster. @returns */
  keepBlock(block: AuditBlock): Promise<'kept' | 'taken'>
  /** Blocks from a sequence on, in order, with the hash of what is stored; at most 100. */
  blocks(tenantId: TenantId, from: number): Promise<{ block: AuditBlock; sha256: string }[]>
}
