import { mediaIdSchema, recordingIdSchema, tenantIdValueSchema } from '../../contract/index.ts'
import type {
  CategoryId,
  CustomFieldId,
  GroupId,
  Instant,
  ListeningId,
  MediaId,
  NoteId,
  PolicyId,
  RecorderId,
  RecordingId,
  RenditionPlace,
  RouteId,
  TenantId,
  UserId,
} from '../../model/index.ts'
import type { LookupField } from '../../ports/index.ts'
import { sha256Of } from '../system/index.ts'

/**
 * The only place that makes keys. Every partition key, of indexes too, starts `T#<tenantId>#`: roles are bound to it by
 * `dynamodb:LeadingKeys`. Ids have one length, so no key of a tenant or recording is a prefix of another's. Text that came
 * from outside (session ids, call ids) stands last, where it cannot imitate a key of another kind. A partition key takes
 * 2,048 bytes, a sort key 1,024:
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html
 */
export type Key = { PK: string; SK: string }

// Not a principal's tenant but the key space above all of them; the principal resolver and the tenants room alone use it.
export const platformTenantId = '0'.repeat(26) as TenantId

const inTenant = (tenantId: TenantId, rest: string) => `T#${tenantId}#${rest}`
/** Begins all partitions of the audit, after the tenant: roles may add there and remove nothing. */
export const auditStart = 'AUDIT'
/** Begins the partitions of how recorders fare. */
export const recorderActivityStart = 'RECORDERACTIVITY'
const inAudit = (tenantId: TenantId, rest: string) => inTenant(tenantId, `${auditStart}${rest}`)
const recordingPartition = (tenantId: TenantId, id: RecordingId) => inTenant(tenantId, `R#${id}`)
const sequence = (seq: number) => String(seq).padStart(4, '0')
/** So that versions sort as texts. */
const versionText = (version: number) => String(version).padStart(10, '0')

const recordingSK = 'REC'
const notePrefix = 'IDEMPOTENCY#'
const siprecPrefix = 'SIPREC#'
const historyPrefix = 'HISTORY#'
const reviewNotePrefix = 'NOTE#'
const reviewNoteKeyPrefix = 'NOTEKEY#'
const ratingPrefix = 'RATING#'
const segmentCustomDataPrefix = 'CUSTOM#'
const dtmfSK = 'DTMF'
/** Begins all that there is of transcripts. */
const transcriptPrefix = 'TRANSCRIPT'
const nineDigits = (count: number) => String(count).padStart(9, '0')
/** They sort before the recording, so that who reads it and its files does not read them. */
const renditionPrefixes = { peaks: 'PEAKS#', copy: 'COPY#' } as const
/** Begins the sort keys of deletions and of nothing else: filters of the stream know how a key begins, not how it ends. */
export const deletionSKPrefix = 'DELETION#'

/** First to last sort key of a recording and its media files; the recording comes first. */
export const recordingAndMediaRange = [recordingSK, 'S#~'] as const

/** First to last sort key of a recording's SIPREC documents. */
export const siprecRange = [`${siprecPrefix}${sequence(1)}`, `${siprecPrefix}${sequence(999)}~`] as const

/** What several recordings may have alike. */
type MultipleLookupField = Exclude<LookupField, 'sessionId'>

/** First to last sort key of the notes, and of the history before a version. */
export const notesRange = [reviewNotePrefix, `${reviewNotePrefix}~`] as const
export const historyRange = (beforeVersion = 9_999_999_999) =>
  [historyPrefix, `${historyPrefix}${versionText(beforeVersion - 1)}`] as const
/** First to last sort key of the copies of a recording's files. */
export const copyRange = [renditionPrefixes.copy, `${renditionPrefixes.copy}~`] as const

/** What administrators make. */
export type EntityKind = 'route' | 'user' | 'group' | 'policy' | 'recorder' | 'category' | 'customField'

export const keys = {
  recording: (t: TenantId, id: RecordingId): Key => ({ PK: recordingPartition(t, id), SK: recordingSK }),
  media: (t: TenantId, id: RecordingId, seq: number, mediaId: MediaId): Key => ({
    PK: recordingPartition(t, id),
    SK: `S#${sequence(seq)}#M#${mediaId}`,
  }),
  siprecPart: (t: TenantId, id: RecordingId, document: number, part: number): Key => ({
    PK: recordingPartition(t, id),
    SK: `${siprecPrefix}${sequence(document)}#${part}`,
  }),
  /** What the edit that made this version of the recording changed. */
  history: (t: TenantId, id: RecordingId, version: number): Key => ({
    PK: recordingPartition(t, id),
    SK: `${historyPrefix}${versionText(version)}`,
  }),
  note: (t: TenantId, id: RecordingId, noteId: NoteId): Key => ({
    PK: recordingPartition(t, id),
    SK: `${reviewNotePrefix}${noteId}`,
  }),
  /** Beside the notes, so that it goes with them; by its hash, as it may be longer than a sort key. */
  noteIdempotency: (t: TenantId, id: RecordingId, key: string): Key => ({
    PK: recordingPartition(t, id),
    SK: `${reviewNoteKeyPrefix}${sha256Of(key)}`,
  }),
  /** Outside of the range of segments, whose readers need not read it. */
  segmentCustomData: (t: TenantId, id: RecordingId, seq: number): Key => ({
    PK: recordingPartition(t, id),
    SK: `${segmentCustomDataPrefix}${sequence(seq)}`,
  }),
  /** One for each time that stars were given. */
  rating: (t: TenantId, id: RecordingId, version: number): Key => ({
    PK: recordingPartition(t, id),
    SK: `${ratingPrefix}${versionText(version)}`,
  }),
  /** All digits of a recording. */
  dtmf: (t: TenantId, id: RecordingId): Key => ({ PK: recordingPartition(t, id), SK: dtmfSK }),
  transcript: (t: TenantId, id: RecordingId, seq: number): Key => ({
    PK: recordingPartition(t, id),
    SK: `${transcriptPrefix}#${sequence(seq)}`,
  }),
  /** The text that was imported; beside it stand the cues that were edited since. */
  transcriptText: (t: TenantId, id: RecordingId, seq: number, textId: string): Key => ({
    PK: recordingPartition(t, id),
    SK: `${transcriptPrefix}TEXT#${sequence(seq)}#${textId}`,
  }),
  editedCue: (t: TenantId, id: RecordingId, seq: number, textId: string, cueId: number): Key => ({
    PK: recordingPartition(t, id),
    SK: `${transcriptPrefix}TEXT#${sequence(seq)}#${textId}#${nineDigits(cueId)}`,
  }),
  pastCue: (t: TenantId, id: RecordingId, seq: number, cueId: number, version: number): Key => ({
    PK: recordingPartition(t, id),
    SK: `${transcriptPrefix}PAST#${sequence(seq)}#${nineDigits(cueId)}#${nineDigits(version)}`,
  }),
  cueIdempotency: (t: TenantId, id: RecordingId, seq: number, key: string): Key => ({
    PK: recordingPartition(t, id),
    SK: `${transcriptPrefix}REQUEST#${sequence(seq)}#${key}`,
  }),
  rendition: (t: TenantId, { recordingId, seq, mediaId, kind }: RenditionPlace): Key => ({
    PK: recordingPartition(t, recordingId),
    SK: `${renditionPrefixes[kind]}${sequence(seq)}#${mediaId}`,
  }),
  /** Tells a deletion which idempotency records name the recording. */
  idempotencyNote: (t: TenantId, id: RecordingId, version: number): Key => ({
    PK: recordingPartition(t, id),
    SK: `${notePrefix}${version}`,
  }),

  lookup: (t: TenantId, field: MultipleLookupField, value: string, id: RecordingId): Key => ({
    PK: lookupPartition(t, field, value),
    SK: id,
  }),
  session: (t: TenantId, sessionId: string): Key => ({ PK: inTenant(t, `SESSION#${sessionId}`), SK: 'SESSION' }),
  checksum: (t: TenantId, sha256: string): Key => ({ PK: inTenant(t, `SHA256#${sha256}`), SK: 'SHA256' }),
  idempotency: (t: TenantId, key: string): Key => ({ PK: inTenant(t, `IDEMPOTENCY#${key}`), SK: 'IDEMPOTENCY' }),
  deletion: (t: TenantId, id: RecordingId): Key => ({ PK: deletionPartition(t), SK: `${deletionSKPrefix}${id}` }),

  route: (t: TenantId, id: RouteId): Key => ({ PK: routePartition(t), SK: id }),
  /** Claims a name. */
  routeName: (t: TenantId, name: string): Key => ({
    PK: inTenant(t, `ROUTENAME#${comparable(name)}`),
    SK: 'ROUTENAME',
  }),
  user: (t: TenantId, id: UserId): Key => ({ PK: userPartition(t), SK: id }),
  /** Claims an e-mail address, which the contract gives in lower case. */
  userEmail: (t: TenantId, email: string): Key => ({ PK: inTenant(t, `EMAIL#${email}`), SK: 'EMAIL' }),
  group: (t: TenantId, id: GroupId): Key => ({ PK: groupPartition(t), SK: id }),
  groupName: (t: TenantId, name: string): Key => ({
    PK: inTenant(t, `GROUPNAME#${comparable(name)}`),
    SK: 'GROUPNAME',
  }),
  /** One for each member, written with the member. */
  groupMember: (t: TenantId, id: GroupId, userId: UserId): Key => ({ PK: groupMemberPartition(t, id), SK: userId }),
  policy: (t: TenantId, id: PolicyId): Key => ({ PK: policyPartition(t), SK: id }),
  policyName: (t: TenantId, name: string): Key => ({
    PK: inTenant(t, `POLICYNAME#${comparable(name)}`),
    SK: 'POLICYNAME',
  }),
  /** By the hash of what it holds. */
  boundary: (t: TenantId, id: string): Key => ({ PK: inTenant(t, `BOUNDARY#${id}`), SK: 'BOUNDARY' }),
  /** Of what administrators make: `kind` is the room. */
  entityIdempotency: (t: TenantId, kind: EntityKind, key: string): Key => ({
    PK: inTenant(t, `${kind.toUpperCase()}IDEMPOTENCY#${key}`),
    SK: 'IDEMPOTENCY',
  }),
  /** An entry, or what was heard in a listening: all that is sealed. */
  audit: (t: TenantId, at: Instant, id: string): Key => ({
    PK: auditDayPartition(t, dayOf(at)),
    SK: timeSK(at, id),
  }),
  auditListening: (t: TenantId, id: ListeningId): Key => ({ PK: inAudit(t, `LISTENING#${id}`), SK: 'LISTENING' }),
  auditSignIn: (t: TenantId, signInId: string): Key => ({ PK: inAudit(t, `SIGNIN#${signInId}`), SK: 'SIGNIN' }),
  auditLastSignIn: (t: TenantId, personId: string): Key => ({ PK: auditLastSignInPartition(t), SK: personId }),
  /** Which recordings had a session id, for as long as there is an audit of them. */
  auditSession: (t: TenantId, sessionId: string, id: RecordingId): Key => ({
    PK: auditSessionPartition(t, sessionId),
    SK: id,
  }),
  recorder: (t: TenantId, id: RecorderId): Key => ({ PK: recorderPartition(t), SK: id }),
  recorderName: (t: TenantId, name: string): Key => ({
    PK: inTenant(t, `RECORDERNAME#${comparable(name)}`),
    SK: 'RECORDERNAME',
  }),
  category: (t: TenantId, id: CategoryId): Key => ({ PK: categoryPartition(t), SK: id }),
  categoryName: (t: TenantId, name: string): Key => ({
    PK: inTenant(t, `CATEGORYNAME#${comparable(name)}`),
    SK: 'CATEGORYNAME',
  }),
  customField: (t: TenantId, id: CustomFieldId): Key => ({ PK: customFieldPartition(t), SK: id }),
  customFieldName: (t: TenantId, name: string): Key => ({
    PK: inTenant(t, `CUSTOMFIELDNAME#${comparable(name)}`),
    SK: 'CUSTOMFIELDNAME',
  }),
  /** When its last call came and how often it failed; sorts after its hours. */
  recorderState: (t: TenantId, id: RecorderId): Key => ({ PK: recorderActivityPartition(t, id), SK: 'STATE' }),
  /** Counts of the hour that the instant lies in. */
  recorderHour: (t: TenantId, id: RecorderId, instant: Instant): Key => ({
    PK: recorderActivityPartition(t, id),
    SK: `HOUR#${instant.slice(0, 'yyyy-mm-ddThh'.length)}`,
  }),
  /** One of a ring of places. */
  recorderFailure: (t: TenantId, id: RecorderId, place: number): Key => ({
    PK: recorderActivityPartition(t, id),
    SK: `FAILURE#${String(place).padStart(2, '0')}`,
  }),
  /** What a tenant's administrators set lies in the tenant; that it is there lies above all of them. */
  settings: (t: TenantId): Key => ({ PK: inTenant(t, 'SETTINGS'), SK: 'SETTINGS' }),
  supportAccess: (t: TenantId): Key => ({ PK: inTenant(t, 'SUPPORTACCESS'), SK: 'SUPPORTACCESS' }),
  tenantName: (name: string): Key => ({
    PK: inTenant(platformTenantId, `TENANTNAME#${comparable(name)}`),
    SK: 'TENANTNAME',
  }),
  tenant: (id: TenantId): Key => ({ PK: tenantPartition, SK: id }),
  /** Tells who set the platform up. */
  firstSuperUser: (): Key => ({ PK: inTenant(platformTenantId, 'FIRSTSUPERUSER'), SK: 'FIRSTSUPERUSER' }),
  person: (subject: string): Key => ({ PK: inTenant(platformTenantId, `PERSON#${subject}`), SK: 'PERSON' }),
  /** Beside the person, so that administrators can be listed. */
  administrator: (id: string): Key => ({ PK: administratorPartition, SK: id }),
}

/**
 * The same name, whatever the case of its letters (Unicode, section 3.13: compatibility forms are the same name). One
 * character may become 18 by that (U+FDFA), so what no key holds is named by its hash.
 */
function comparable(name: string): string {
  const text = name.normalize('NFKC').toLowerCase()
  return text.length <= MAX_NAME ? text : sha256Of(text)
}
const MAX_NAME = 500

export const lookupPartition = (t: TenantId, field: MultipleLookupField, value: string) =>
  inTenant(t, `BY#${field}=${value}`)
export const deletionPartition = (t: TenantId) => inTenant(t, 'DELETION')
export const routePartition = (t: TenantId) => inTenant(t, 'ROUTE')
export const userPartition = (t: TenantId) => inTenant(t, 'USER')
export const groupPartition = (t: TenantId) => inTenant(t, 'GROUP')
export const groupMemberPartition = (t: TenantId, id: GroupId) => inTenant(t, `GROUP#${id}#MEMBER`)
export const policyPartition = (t: TenantId) => inTenant(t, 'POLICY')
export const recorderPartition = (t: TenantId) => inTenant(t, 'RECORDER')
export const categoryPartition = (t: TenantId) => inTenant(t, 'CATEGORY')
export const customFieldPartition = (t: TenantId) => inTenant(t, 'CUSTOMFIELD')
export const recorderActivityPartition = (t: TenantId, id: RecorderId) => inTenant(t, `${recorderActivityStart}#${id}`)
export const auditDayPartition = (t: TenantId, day: string) => inAudit(t, `#${day}`)
export const auditLastSignInPartition = (t: TenantId) => inAudit(t, 'LASTSIGNIN')
export const auditSessionPartition = (t: TenantId, sessionId: string) => inAudit(t, `SESSION#${sessionId}`)
export const tenantPartition = inTenant(platformTenantId, 'TENANT')
export const administratorPartition = inTenant(platformTenantId, 'ADMINISTRATOR')

/** Partitions of the indexes. */
export const timePartition = (t: TenantId) => inTenant(t, 'TIME')
export const routeTimePartition = (t: TenantId, id: RouteId) => inTenant(t, `ROUTE#${id}#TIME`)
export const agentTimePartition = (t: TenantId, agentId: string) => inTenant(t, `AGENT#${agentId}`)
export const ratingTimePartition = (t: TenantId) => inTenant(t, 'RATINGS')
export const pendingPartition = (t: TenantId) => inTenant(t, 'PENDING')
/** Of what was done to a recording, by a person, and of what was heard in a listening. */
export const auditOfPartition = (t: TenantId, id: RecordingId) => inAudit(t, `OF#${id}`)
export const auditByPartition = (t: TenantId, personId: string) => inAudit(t, `BY#${personId}`)
export const auditHeardPartition = (t: TenantId, id: ListeningId) => inAudit(t, `HEARD#${id}`)

/** `yyyy-mm-dd` */
export const dayOf = (instant: Instant) => instant.slice(0, 10)

/** Sort key of both indexes and of the audit. An instant has 24 characters and an id 26, so all of them have one length. */
export const timeSK = (instant: Instant, id: string) => `${instant}#${id}`

const timeSKPattern = /^(.{24})#(.{26})$/

/** @returns undefined for a text that `timeSK` did not make. */
export function readTimeSK(text: string): { instant: Instant; id: string } | undefined {
  const [, instant, id] = timeSKPattern.exec(text) ?? []
  return instant === undefined || id === undefined ? undefined : { instant, id }
}

/** The greatest text of the same length that sorts before: makes BETWEEN's inclusive end an exclusive one. */
export function justBefore(sortKey: string): string {
  return sortKey.slice(0, -1) + String.fromCharCode(sortKey.charCodeAt(sortKey.length - 1) - 1)
}

/** Sorts after it and before all others of its length. */
export const justAfter = (sortKey: string) => `${sortKey}!`

/** What one of our own keys says; its tenant is verified by that. */
export type KeyMeaning = { tenantId: TenantId; recordingId: RecordingId } & (
  | {
      kind:
        | 'recording'
        | 'siprec'
        | 'dtmf'
        | 'transcript'
        | 'idempotencyNote'
        | 'deletion'
        | 'history'
        | 'note'
        | 'noteKey'
        | 'rating'
        | 'segmentCustomData'
    }
  | { kind: 'media' | 'peaks' | 'copy'; seq: number; mediaId: MediaId }
)

const recordingKeyPattern = /^T#([^#]*)#R#([^#]*)$/
const mediaSKPattern = /^S#(\d+)#M#([^#]*)$/
const renditionSKPattern = /^(PEAKS|COPY)#(\d+)#([^#]*)$/
const deletionKeyPattern = /^T#([^#]*)#DELETION$/

const kindsByPrefix = [
  [siprecPrefix, 'siprec'],
  [notePrefix, 'idempotencyNote'],
  [historyPrefix, 'history'],
  [reviewNotePrefix, 'note'],
  [reviewNoteKeyPrefix, 'noteKey'],
  [ratingPrefix, 'rating'],
  [segmentCustomDataPrefix, 'segmentCustomData'],
  [transcriptPrefix, 'transcript'],
] as const

/**
 * Reads a key, for readers of the stream above all.
 *
 * @returns undefined for keys that are not a recording's own, nor a deletion's: lookups, routes, people
 */
export function readKey({ PK, SK }: Key): KeyMeaning | undefined {
  const deletion = SK.startsWith(deletionSKPrefix) ? deletionKeyPattern.exec(PK) : null
  const [, tenant, recording] = deletion
    ? [PK, deletion[1], SK.slice(deletionSKPrefix.length)]
    : (recordingKeyPattern.exec(PK) ?? [])
  const { data: tenantText } = tenantIdValueSchema.safeParse(tenant)
  const { data: recordingId } = recordingIdSchema.safeParse(recording)
  if (tenantText === undefined || recordingId === undefined) return undefined
  const ids = { tenantId: tenantIdOfOurKey(tenantText), recordingId }
  if (deletion) return { kind: 'deletion', ...ids }
  if (SK === recordingSK) return { kind: 'recording', ...ids }
  if (SK === dtmfSK) return { kind: 'dtmf', ...ids }
  const named = kindsByPrefix.find(([prefix]) => SK.startsWith(prefix))
  if (named) return { kind: named[1], ...ids }
  const [, seqOfFile, mediaText] = mediaSKPattern.exec(SK) ?? []
  const [, rendition, seq = seqOfFile, fileText = mediaText] = renditionSKPattern.exec(SK) ?? []
  const { data: mediaId } = mediaIdSchema.safeParse(fileText)
  if (mediaId === undefined) return undefined
  const kind = rendition === undefined ? 'media' : rendition === 'PEAKS' ? 'peaks' : 'copy'
  return { kind, ...ids, seq: Number(seq), mediaId }
}

/** The tenant that a key or item of ours names. */
export function tenantIdOfOurKey(text: string): TenantId {
  // Only we write keys, and only for verified tenants: what one names was verified when it was written.
  return tenantIdValueSchema.parse(text) as string as TenantId
}
