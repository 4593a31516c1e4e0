import { type Checksum, checksumHeader } from '../body/checksums.ts'
import type { ReceivedBody } from '../body/receive.ts'
import { type CreatedReason, type EventFacts, objectCreated } from '../events/event.ts'
import {
  insertObject,
  latestVersion,
  type NewObject,
  nextSequence,
  type Version,
  type Written,
} from '../store/versions.ts'
import { checkWriteConditions } from './conditions.ts'
import type { ObjectContext, Reply } from './context.ts'
import { factsOfHeaders } from './facts.ts'
import { versionHeader } from './lookup.ts'

export async function putObject(context: ObjectContext): Promise<Reply> {
  const { request, database, bucket, key } = context
  const plan = context.body.plan()
  const facts = factsOfHeaders(request, bucket, context.now)
  // Once before the bytes travel, and again when they are there: only the second look decides.
  checkWriteConditions(request, key, latestVersion(database, bucket.name, key))
  const { blob, received } = await storeBody(context, (write) => context.body.receive(plan, write))
  const checksum: Checksum | undefined =
    received.checksum === undefined ? undefined : { ...received.checksum, type: 'FULL_OBJECT' }
  const part = { number: 1, blob, sizeBytes: received.sizeBytes, checksum: received.checksum?.value }
  const version = await commitObject(context, 'PutObject', () => {
    checkWriteConditions(request, key, latestVersion(database, bucket.name, key))
    return {
      ...facts,
      sizeBytes: received.sizeBytes,
      etag: received.md5,
      checksum,
      isMultipart: false,
      parts: [part],
    }
  }).catch(async (error: unknown) => {
    await context.blobs.remove(blob)
    throw error
  })
  return {
    status: 200,
    headers: { etag: `"${version.etag}"`, ...checksumHeaders(version.checksum), ...versionHeader(context, version) },
  }
}

/** Writes a body to a file of its own; nothing stays of it unless all that was announced of it holds. */
export async function storeBody(
  context: ObjectContext,
  receive: (write: (piece: Buffer) => Promise<void>) => Promise<ReceivedBody>,
): Promise<{ blob: string; received: ReceivedBody }> {
  const incoming = await context.blobs.create()
  try {
    const received = await receive(incoming.write)
    await incoming.keep()
    return { blob: incoming.blob, received }
  } catch (error) {
    await incoming.discard()
    throw error
  }
}

/**
 * Adds an object and its event in one transaction. `prepare` runs inside it, so what it checks still holds when the object
 * is there; it throws to refuse.
 */
export async function commitObject(
  context: ObjectContext,
  reason: CreatedReason,
  prepare: () => NewObject,
): Promise<Version> {
  const { database, bucket, key, now } = context
  const written = database.transaction((): Written => {
    const fresh = insertObject(database, bucket, key, prepare(), now)
    context.announce(objectCreated(eventFacts(context, fresh.version), reason))
    return fresh
  })
  await context.settle(written.orphans)
  return written.version
}

/** The part of an event that says which object and which request. */
export function eventFacts(context: ObjectContext, version: Version): EventFacts {
  return {
    bucket: context.bucket.name,
    key: context.key,
    ...(version.isMarker ? {} : { size: version.sizeBytes, etag: version.etag }),
    versionId: context.bucket.versioning === 'never' ? undefined : version.versionId,
    sequence: nextSequence(context.database),
    requestId: context.request.id,
    sourceIp: context.request.sourceIp,
    region: context.region,
    at: context.now,
  }
}

export function checksumHeaders(checksum: Checksum | undefined): Readonly<Record<string, string>> {
  if (checksum === undefined) return {}
  return { [checksumHeader(checksum.algorithm)]: checksum.value, 'x-amz-checksum-type': checksum.type }
}
