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
  /** One entry for all of the same person, action, objects, fields, reason and address within the minute, with their count. */
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
  /** Newest first, within a budget of reads: a page may hold fewer than `limit`, none even, and have a next. */
  list(tenantId: TenantId, query: AuditQuery): Promise<AuditPage>
  /** Recordings that have or had this session id, deleted ones included; at most 100. */
  recordingsOfSession(tenantId: TenantId, sessionId: string): Promise<RecordingId[]>
}

/** What people and recorders of a tenant are called now, and administrators too, by their ids. */
export type PersonNames = { namesOf(tenantId: TenantId): Promise<ReadonlyMap<string, string>> }

/** All that the audit wrote in one minute, as it lies in the store: what a block seals. */
export type AuditMinute = {
  /** Its beginning. */
  minute: Instant
  entries: { id: string; sha256: string }[]
}

/** A sealed minute: its hash names everything in it and the block before it. */
export type AuditBlock = AuditMinute & {
  tenantId: TenantId
  /** From 1. */
  sequence: number
  /** SHA-256 of the block before as it is stored; null for the first. */
  previous: string | null
}

/** A block as it was stored first. */
export type StoredBlock = {
  sequence: number
  sha256: string
  /** Undefined for what cannot be read as that block. */
  block: AuditBlock | undefined
  /** Something was stored over it, or it was marked as deleted. */
  isCovered: boolean
}

/** What is to be sealed, out of the store. */
export type AuditMinutes = {
  /** Minutes with entries that begin past `after` and before `before`, oldest first, at most `limit`; each whole. */
  minutes(tenantId: TenantId, after: Instant, before: Instant, limit: number): Promise<AuditMinute[]>
}

/** Where sealed minutes are kept, under an object lock. */
export type AuditBlocks = {
  /** The newest block and its hash. */
  lastBlock(tenantId: TenantId): Promise<{ block: AuditBlock; sha256: string } | undefined>
  /** @returns the block's hash; 'taken' where another sealer was faster */
  keepBlock(block: AuditBlock): Promise<{ sha256: string } | 'taken'>
  /** Blocks from a sequence on, in order; at most 100. */
  blocks(tenantId: TenantId, from: number): Promise<StoredBlock[]>
}

export type AuditSeals = AuditMinutes & AuditBlocks
