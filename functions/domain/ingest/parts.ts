import type { BodyOf, Contract, FieldError, ResponseOf } from '../../contract/index.ts'
import type { AuditAction, MediaFile, Principal } from '../../model/index.ts'
import type { ArrivedPart, MediaParts } from '../../ports/index.ts'
import { entryOf } from '../audit/index.ts'
import { Refusal } from '../problems/index.ts'
import {
  type Announced,
  type AwaitedPorts,
  accepted,
  atFreePlace,
  changeFile,
  type FilePlace,
  findAnnounced,
  requireAwaited,
  untilWritten,
} from './awaited.ts'
import { lengthOfPart, type PartPlan, planParts } from './part-plan.ts'

type Ingest = Contract['ingest']
type AskedPart = BodyOf<Ingest['uploadParts']>['parts'][number]

export type PartPorts = AwaitedPorts & { parts: MediaParts }

/**
 * Upload URLs for parts of a file. The first request for one begins the upload in parts, as does one that comes after the
 * store has dropped what had arrived; every other leaves things as they are, so a URL that has ended is asked for anew.
 * @throws Refusal not_found, media_accepted, conflict; invalid_request for a part that the file has not, or one named twice
 */
export async function uploadParts(
  ports: PartPorts,
  principal: Principal,
  place: FilePlace,
  asked: readonly AskedPart[],
): Promise<ResponseOf<Ingest['uploadParts']>> {
  return untilWritten(async () => {
    const announced = await findAnnounced(ports, principal, place)
    const plan = requirePlan(announced.file)
    requireAwaited(announced.file)
    requireNumbers(plan, asked)
    const file = await comingInParts(ports, principal, announced, plan)
    if (!file) return undefined
    const uploads = asked.map(async ({ number, sha256 }) => {
      const lengthBytes = lengthOfPart(plan, file.lengthBytes, number)
      return { number, ...(await ports.parts.presign(principal.tenantId, file, { number, lengthBytes, sha256 })) }
    })
    return { partBytes: plan.partBytes, count: plan.count, uploads: await Promise.all(uploads) }
  })
}

/** The file as its parts come in, begun now where they do not. @returns undefined when somebody was faster */
async function comingInParts(
  ports: PartPorts,
  principal: Principal,
  announced: Announced,
  { partBytes }: PartPlan,
): Promise<MediaFile | undefined> {
  const { tenantId } = principal
  const { file: known } = announced
  if (known.multipart !== null) {
    if (await ports.parts.arrived(tenantId, known)) return known
    // The parts were joined and the arrival is under way, or the store has dropped them.
    if (await ports.parts.isStored(tenantId, known)) throw accepted()
  }
  const free = atFreePlace(known, ports)
  const file = { ...free, multipart: { id: await ports.parts.begin(tenantId, free), partBytes } }
  if ((await changeFile(ports, announced, file, auditOf(principal, 'uploadParts', announced))) === 'written') {
    return file
  }
  await ports.parts.drop(tenantId, file)
  return undefined
}

/**
 * The parts of a file that are there, so that what is missing can be sent.
 * @throws Refusal not_found, media_accepted; invalid_request for a file that is too short for parts
 */
export async function listUploadParts(
  ports: PartPorts,
  principal: Principal,
  place: FilePlace,
): Promise<ResponseOf<Ingest['listUploadParts']>> {
  const { file } = await findAnnounced(ports, principal, place)
  const { partBytes, count } = requirePlan(file)
  requireAwaited(file)
  const arrived = file.multipart ? await ports.parts.arrived(principal.tenantId, file) : []
  if (!arrived && (await ports.parts.isStored(principal.tenantId, file))) throw accepted()
  const listed = (arrived ?? []).map(({ number, lengthBytes, sha256 }) => ({ number, lengthBytes, sha256 }))
  return { partBytes, count, arrived: listed }
}

/**
 * Puts the parts together. The file then arrives as one that was sent whole, and its SHA-256 is computed over all of it.
 * @returns what is known of the file: `pending` until it was looked at
 * @throws Refusal not_found; media_not_ready naming the parts that have not arrived; conflict
 */
export async function completeUpload(
  ports: PartPorts,
  principal: Principal,
  place: FilePlace,
): Promise<ResponseOf<Ingest['completeUpload']>> {
  const { tenantId } = principal
  return untilWritten(async () => {
    const { file } = await findAnnounced(ports, principal, place)
    if (file.state !== 'pending' && file.state !== 'missing') return { state: file.state }
    const plan = planParts(file)
    const arrived = plan && file.multipart ? await ports.parts.arrived(tenantId, file) : undefined
    if (!plan || !arrived) {
      if (await ports.parts.isStored(tenantId, file)) return { state: 'pending' }
      throw new Refusal('media_not_ready', 'No part of the file is there. Ask for upload URLs and send its parts.')
    }
    requireAll(plan, file, arrived)
    const isDone = (await ports.parts.join(tenantId, file, arrived)) !== 'gone'
    return isDone ? { state: 'pending' } : undefined
  })
}

/**
 * Drops the parts of a file that have arrived; the file stays announced. The same again finds nothing to drop.
 * @throws Refusal not_found, conflict
 */
export async function abortUpload(ports: PartPorts, principal: Principal, place: FilePlace): Promise<void> {
  await untilWritten(async () => {
    const announced = await findAnnounced(ports, principal, place)
    const { file } = announced
    if (file.multipart === null) return true
    // What is dropped and not written down is begun anew when a part is asked for.
    await ports.parts.drop(principal.tenantId, file)
    const changed = { ...file, multipart: null }
    const result = await changeFile(ports, announced, changed, auditOf(principal, 'abortUpload', announced))
    return result === 'written' || undefined
  })
}

function auditOf(principal: Principal, action: AuditAction, { recording, file }: Announced) {
  return entryOf(principal, action, {
    ...{ recordingId: recording.id, sessionId: recording.sessionId, mediaId: file.id },
  })
}

/** @throws Refusal invalid_request */
function requirePlan(file: MediaFile): PartPlan {
  const plan = planParts(file)
  if (plan) return plan
  throw new Refusal('invalid_request', 'The file is shorter than 5 MiB: send it whole, by its upload URL.')
}

/** @throws Refusal invalid_request naming each part that the file has not, or that is there twice */
function requireNumbers({ count }: PartPlan, asked: readonly AskedPart[]): void {
  const errors: FieldError[] = asked.flatMap(({ number }, index) => {
    const field = `parts[${index}].number`
    if (number > count) return [{ field, message: `must be at most ${count}, the number of parts of this file` }]
    const isFirst = asked.findIndex((other) => other.number === number) === index
    return isFirst ? [] : [{ field, message: 'is there twice' }]
  })
  if (errors.length > 0) throw new Refusal('invalid_request', 'Correct the numbers of the parts.', errors)
}

const mostNamed = 50

/** @throws Refusal media_not_ready naming the first parts that are not there as they must be */
function requireAll(plan: PartPlan, file: MediaFile, arrived: readonly ArrivedPart[]): void {
  const lengths = new Map(arrived.map(({ number, lengthBytes }) => [number, lengthBytes]))
  const missing = Array.from({ length: plan.count }, (_, index) => index + 1).filter(
    (number) => lengths.get(number) !== lengthOfPart(plan, file.lengthBytes, number),
  )
  if (missing.length === 0) return
  const detail = `Of ${plan.count} parts ${missing.length} have not arrived. Send them, then complete the upload.`
  const errors = missing.slice(0, mostNamed).map((number) => ({ field: `part ${number}`, message: 'has not arrived' }))
  throw new Refusal('media_not_ready', detail, errors)
}
