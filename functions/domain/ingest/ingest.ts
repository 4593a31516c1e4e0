import type { Contract, FieldError, ResponseOf } from '../../contract/index.ts'
import type {
  CustomField,
  MediaFile,
  Principal,
  Recording,
  RecordingId,
  TenantId,
  TenantSettings,
} from '../../model/index.ts'
import type {
  Clock,
  CustomFieldStore,
  IdempotencyRecord,
  Ids,
  MediaStore,
  RecordingStore,
  SettingsReader,
} from '../../ports/index.ts'
import { entryOf } from '../audit/index.ts'
import { headerOf } from '../metadata/index.ts'
import { conflict, notFound, Refusal } from '../problems/index.ts'
import { estimatedStart, notReviewed, summarizeMedia } from '../recordings/index.ts'
import { e164Of } from '../routing/index.ts'
import { matchMedia } from './announced.ts'
import { type KeptDocuments, keepDocument } from './documents.ts'
import { offeredOf, type TakenDtmf, takeDtmf } from './dtmf.ts'
import { factsOf, type IngestBody, type Said } from './facts.ts'
import { addLists, fillGaps } from './merge.ts'
import { planParts } from './part-plan.ts'
import { mayFeed, namedRoute, placeKnown, placeNew } from './placing.ts'
import { fillByRules } from './rules.ts'
import { mayArrive } from './upload.ts'

export type IngestResult = ResponseOf<Contract['ingest']['ingestRecording']>

export type IngestPorts = {
  recordings: RecordingStore
  settings: SettingsReader
  customFields: Pick<CustomFieldStore, 'customFields'>
  media: MediaStore
  clock: Clock
  ids: Ids
}

/** An Idempotency-Key and a hash of the request that it came with. */
export type Repeatable = { key: string; requestHash: string }

/** As many recorders as may add to one call at once: in every round one of them succeeds. */
const attempts = 20

/**
 * Takes what a recorder says of a call: makes the recording, or adds to the one that is there. The same request again
 * changes nothing and answers what is there.
 * @throws Refusal contradiction naming the fields, invalid_request, idempotency_key_reused, conflict; not_found for a
 *   recording of a route that the recorder may not feed
 */
export async function ingestRecording(
  ports: IngestPorts,
  principal: Principal,
  body: IngestBody,
  repeatable: Repeatable | null,
): Promise<{ isNew: boolean; result: IngestResult }> {
  const settings = await ports.settings.current(principal.tenantId)
  const timeZone = principal.recorder?.timeZone ?? settings.tenant.timeZone
  const text = body.siprec?.toWellFormed()
  const said = factsOf(body, text === undefined ? [] : [{ text, timeZone }])
  // Rules are about session metadata: nothing else is read for them.
  const fields = text === undefined ? [] : await ports.customFields.customFields(principal.tenantId)
  if (body.route !== undefined) namedRoute(settings, body.route)
  for (let attempt = 0; attempt < attempts; attempt++) {
    const known = await findKnown(ports, principal, body, said, repeatable)
    const recording = known && (await ports.recordings.find(principal.tenantId, known.recordingId))
    const request = { body, said, settings, fields, timeZone, repeatable: known?.isRepeat ? null : repeatable }
    const written = recording
      ? await addTo(ports, principal, recording, request)
      : await createNew(ports, principal, request)
    if (written) {
      const media = await Promise.all(written.files.map((file) => describeFile(ports, principal, file)))
      const { id, sessionId } = written.recording
      return { isNew: !recording, result: { recordingId: id, sessionId, media, dtmf: written.dtmf.outcome } }
    }
  }
  throw conflict()
}

type Request = {
  body: IngestBody
  said: Said
  settings: TenantSettings
  fields: readonly CustomField[]
  timeZone: string
  repeatable: Repeatable | null
}
/** Undefined: somebody was faster; read again. */
type Written = { recording: Recording; files: MediaFile[]; dtmf: TakenDtmf } | undefined

/** The recording that the request speaks of: by Idempotency-Key, by session id, else by its files' checksums. */
async function findKnown(
  { recordings }: IngestPorts,
  { tenantId }: Principal,
  body: IngestBody,
  said: Said,
  repeatable: Repeatable | null,
): Promise<{ recordingId: RecordingId; isRepeat: boolean } | undefined> {
  const first = repeatable && (await recordings.findByIdempotencyKey(tenantId, repeatable.key))
  if (first) {
    if (first.requestHash === repeatable.requestHash) return { recordingId: first.recordingId, isRepeat: true }
    throw new Refusal('idempotency_key_reused', 'Use a new Idempotency-Key for a different request.')
  }
  const found = (recordingId: RecordingId | undefined) => recordingId && { recordingId, isRepeat: false }
  if (said.sessionId !== undefined) {
    const [known] = await recordings.lookup(tenantId, 'sessionId', said.sessionId)
    return found(known ?? (await bySession(recordings, tenantId, body, said)))
  }
  const checksums = new Set(body.media?.filter((file) => file.lengthBytes > 0).map((file) => file.sha256))
  const holders = await Promise.all([...checksums].map((sha256) => recordings.findByChecksum(tenantId, sha256)))
  const distinct = [...new Set(holders.filter((id) => id !== undefined))]
  if (distinct.length > 1) {
    throw new Refusal('contradiction', 'These files belong to different recordings. Send a sessionId.', [
      { field: 'media', message: 'holds files of different recordings' },
    ])
  }
  return found(distinct[0])
}

/**
 * The recording whose SIPREC documents had a session of that id. One of them may name the call by a vendor's ucid and
 * another, as one that tells of a change does, by its session alone; what the recorder says outright is not gone past.
 */
async function bySession(
  recordings: RecordingStore,
  tenantId: TenantId,
  body: IngestBody,
  { metadataSessionId }: Said,
): Promise<RecordingId | undefined> {
  const isOutright = body.sessionId !== undefined || headerOf(body.sipHeaders ?? [], 'x-isr-ucid') !== undefined
  if (isOutright || metadataSessionId === null) return undefined
  return (await recordings.lookup(tenantId, 'metadataSessionId', metadataSessionId))[0]
}

async function createNew(ports: IngestPorts, principal: Principal, request: Request): Promise<Written> {
  const { clock, ids } = ports
  const { body, said, settings } = request
  const id = ids.recordingId()
  const now = clock.now()
  const facts = { ...said.derived, ...said.outright }
  const { added: siprec, ...kept } = keepDocument([], { ...request, receivedAt: clock.businessNow() })
  const { files, added, contradictions } = matchMedia([], body.media ?? [], id, ports)
  const blank: Recording = {
    ...{ tenantId: principal.tenantId, id, ...placeNew(principal, settings, body.route, facts) },
    ...{ sessionId: said.sessionId ?? ids.sessionId(), isSessionIdGenerated: said.sessionId === undefined },
    ...{ startedAt: facts.startedAt ?? clock.businessNow(), isStartEstimated: facts.startedAt === undefined },
    ...{ arePartiesUncertain: said.arePartiesUncertain, metadataSessionId: said.metadataSessionId, ...kept },
    ...{ ingressCallId: null, egressCallId: null, from: null, fromName: null, to: null, toName: null },
    ...{ fromE164: null, toE164: null },
    ...{ direction: 'unknown', endedAt: null, reportedDurationMs: null, agentId: null, agentName: null },
    ...{ queue: null, callGroupId: null, sipHeaders: [], pauses: [], participants: [], editedFields: {} },
    review: notReviewed,
    customValues: {},
    ...{ media: summarizeMedia(added), recorderId: principal.id, createdAt: now, updatedAt: now, version: 1 },
  }
  const { filled, contradictions: inFacts } = fillGaps(blank, said)
  const dtmf = takeDtmf(settings, blank, null, offeredOf(body))
  refuseContradictions([...inFacts, ...contradictions, ...dtmf.contradictions])
  requireIngest(principal, settings, filled)
  const estimated = withEstimatedStart(filled, added, clock.businessNow())
  const ruled = fillByRules(addLists(estimated, body, said), request.fields, said.extensionValues)
  const recording = withE164(ruled, blank, settings)
  const result = await ports.recordings.create(principal.tenantId, {
    recording,
    media: added,
    siprec,
    dtmf: dtmf.dtmf,
    checksums: recording.isSessionIdGenerated ? checksumsOf(added) : [],
    idempotency: idempotencyOf(request, id),
    audit: entryOf(principal, 'ingestRecording', { recordingId: id, sessionId: recording.sessionId }),
  })
  return result === 'written' ? { recording, files, dtmf } : undefined
}

async function addTo(
  ports: IngestPorts,
  principal: Principal,
  previous: Recording,
  request: Request,
): Promise<Written> {
  const { body, settings } = request
  requireIngest(principal, settings, previous)
  const [known, documents] = await Promise.all([
    ports.recordings.media(principal.tenantId, previous.id),
    keptDocuments(ports, previous, request),
  ])
  const { added: siprec, all, ...kept } = documents
  const said = body.siprec === undefined && all.length === 0 ? request.said : factsOf(body, all, previous.sipHeaders)
  const matched = matchMedia(known, body.media ?? [], previous.id, ports)
  const facts = fillGaps(previous, said)
  const routed = placeKnown(principal, settings, body.route, previous, facts.filled)
  const dtmf = await newDtmf(ports, routed.placed, request)
  const { contradictions } = dtmf
  refuseContradictions([
    ...facts.contradictions,
    ...routed.contradictions,
    ...matched.contradictions,
    ...contradictions,
  ])
  requireIngest(principal, settings, routed.placed)
  const files = [...known.map(asChanged(matched.changed)), ...matched.added]
  const estimated = withEstimatedStart(routed.placed, files, ports.clock.businessNow())
  const named = { ...estimated, metadataSessionId: estimated.metadataSessionId ?? said.metadataSessionId }
  const isNamed = named.metadataSessionId === estimated.metadataSessionId
  const ruled = fillByRules(isNamed ? estimated : named, request.fields, said.extensionValues)
  const listed = addLists(ruled, body, said)
  const isKept = isEqualKeeping(listed, kept)
  const filled = withE164(isKept ? listed : { ...listed, ...kept }, previous, settings)
  const isSameMedia = matched.added.length + matched.changed.length === 0
  const isUnchanged = filled === previous && isSameMedia && siprec === null && dtmf.dtmf === null
  // Without a note of its Idempotency-Key: nothing was made, and the same request finds the same again.
  if (isUnchanged) return { recording: previous, files: matched.files, dtmf }
  const recording: Recording = {
    ...filled,
    media: summarizeMedia(files),
    updatedAt: ports.clock.now(),
    version: previous.version + 1,
  }
  const result = await ports.recordings.change(principal.tenantId, {
    recording,
    previous,
    addedMedia: matched.added,
    changedMedia: matched.changed,
    siprec,
    dtmf: dtmf.dtmf,
    checksums: previous.isSessionIdGenerated ? checksumsOf(matched.added) : [],
    idempotency: idempotencyOf(request, previous.id),
    audit: entryOf(principal, 'ingestRecording', { recordingId: previous.id, sessionId: recording.sessionId }),
  })
  return result === 'written' ? { recording, files: matched.files, dtmf } : undefined
}

/** Numbers that came with this request, read by the tenant's home country as it is now. */
function withE164(recording: Recording, previous: Recording, { tenant }: TenantSettings): Recording {
  const { from, to } = recording
  if (from === previous.from && to === previous.to) return recording
  return {
    ...recording,
    ...(from !== previous.from && { fromE164: e164Of(from, tenant.homeCountry) }),
    ...(to !== previous.to && { toE164: e164Of(to, tenant.homeCountry) }),
  }
}

function asChanged(changed: readonly MediaFile[]): (file: MediaFile) => MediaFile {
  return (file) => changed.find((candidate) => candidate.id === file.id) ?? file
}

function requireIngest(principal: Principal, settings: TenantSettings, recording: Recording): void {
  if (!mayFeed(principal, settings, recording.routeId)) throw notFound()
}

/** The recording's documents with the request's; none are read where the request adds nothing that they could explain. */
async function keptDocuments(
  { recordings, clock }: IngestPorts,
  { tenantId, id, metadataDocuments, hasOmittedDocuments, arePartiesUncertain }: Recording,
  request: Request,
): Promise<KeptDocuments & { all: { text: string; timeZone: string }[] }> {
  const { siprec, sipHeaders, from, to } = request.body
  const mayExplain = arePartiesUncertain && (sipHeaders ?? from ?? to) !== undefined
  if (siprec === undefined && !mayExplain) return { added: null, metadataDocuments, hasOmittedDocuments, all: [] }
  const before = metadataDocuments === 0 ? [] : await recordings.metadataDocuments(tenantId, id)
  const kept = keepDocument(before, { ...request, receivedAt: clock.businessNow() }, hasOmittedDocuments)
  const text = siprec?.toWellFormed()
  const isKnown = text === undefined || before.some((document) => document.text === text)
  return { ...kept, all: isKnown ? before : [...before, { text, timeZone: request.timeZone }] }
}

function isEqualKeeping(recording: Recording, kept: Omit<KeptDocuments, 'added'>): boolean {
  const { metadataDocuments, hasOmittedDocuments } = recording
  return metadataDocuments === kept.metadataDocuments && hasOmittedDocuments === kept.hasOmittedDocuments
}

/** Without a word of the recorder's on when the call began, as its files and durations have it. */
function withEstimatedStart(recording: Recording, files: readonly MediaFile[], now: string): Recording {
  if (!recording.isStartEstimated) return recording
  const media = summarizeMedia(files)
  const startedAt = estimatedStart({ ...recording, media }, files, now)
  return startedAt === recording.startedAt ? recording : { ...recording, startedAt }
}

/** The request's digits, by the switch of the route that the recording has once it is carried out. */
async function newDtmf(
  { recordings }: IngestPorts,
  placed: Recording,
  { body, settings }: Request,
): Promise<TakenDtmf> {
  const offered = offeredOf(body)
  const known = offered.length === 0 ? undefined : await recordings.dtmf(placed.tenantId, placed.id)
  return takeDtmf(settings, placed, known ?? null, offered)
}

/** An empty file says nothing about which call it is of. */
function checksumsOf(files: readonly MediaFile[]): string[] {
  return [...new Set(files.filter((file) => file.lengthBytes > 0).map((file) => file.sha256))]
}

function idempotencyOf({ repeatable }: Request, recordingId: RecordingId): IdempotencyRecord | null {
  return repeatable && { ...repeatable, recordingId }
}

function refuseContradictions(contradictions: FieldError[]): void {
  if (contradictions.length === 0) return
  const fields = contradictions.map((error) => error.field).join(', ')
  throw new Refusal('contradiction', `Nothing was stored. Correct or leave out: ${fields}.`, contradictions)
}

async function describeFile(
  { media }: IngestPorts,
  principal: Principal,
  file: MediaFile,
): Promise<IngestResult['media'][number]> {
  const isAwaited = mayArrive(file)
  return {
    ...{ id: file.id, segment: file.seq, sha256: file.sha256, state: file.state },
    upload: isAwaited ? await media.presignUpload(principal.tenantId, file) : null,
    parts: isAwaited ? planParts(file) : null,
  }
}
