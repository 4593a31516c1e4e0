import { S3Error } from '../errors.ts'
import { objectDeleted } from '../events/event.ts'
import { xmlDocument } from '../http/xml.ts'
import { childrenOf, childText, onlyChildren, readXml } from '../http/xml-reader.ts'
import { deleteVersion, insertMarker, latestVersion, type Version, versionById } from '../store/versions.ts'
import { failed, matchesEtag } from './conditions.ts'
import { type BucketContext, type ObjectContext, type Reply, xmlReply } from './context.ts'
import { checkVersionId } from './lookup.ts'
import { eventFacts } from './write.ts'

const MAX_BATCH_KEYS = 1000

type Deletion = {
  /** Of the marker that was made, or of the version that was taken away; undefined where nothing has versions. */
  readonly versionId: string | undefined
  readonly isMarker: boolean
}

export async function deleteObject(context: ObjectContext): Promise<Reply> {
  const { versionId, isMarker } = await deleteOne(context, context.request.headers.get('if-match'))
  return {
    status: 204,
    headers: {
      ...(versionId === undefined ? {} : { 'x-amz-version-id': versionId }),
      ...(isMarker ? { 'x-amz-delete-marker': 'true' } : {}),
    },
  }
}

/** DeleteObjects: each key is judged, deleted and answered by itself. */
export async function deleteObjects(context: BucketContext): Promise<Reply> {
  const root = readXml(await context.body.text(), 'Delete')
  onlyChildren(root, ['Object', 'Quiet'])
  const objects = childrenOf(root, 'Object').map((node) => {
    onlyChildren(node, ['Key', 'VersionId', 'ETag'])
    const key = childText(node, 'Key')
    if (key === undefined || key === '') throw new S3Error('MalformedXML')
    return { key, versionId: childText(node, 'VersionId') || undefined, etag: childText(node, 'ETag') }
  })
  if (objects.length === 0 || objects.length > MAX_BATCH_KEYS) throw new S3Error('MalformedXML')
  const isQuiet = childText(root, 'Quiet') === 'true'
  const deleted: Record<string, string | boolean | undefined>[] = []
  const errors: Record<string, string | undefined>[] = []
  for (const { key, versionId, etag } of objects) {
    try {
      const action = versionId === undefined ? 's3:DeleteObject' : 's3:DeleteObjectVersion'
      if (!context.allows(action, { key, versionId })) throw new S3Error('AccessDenied')
      const result = await deleteOne({ ...context, key, versionId }, etag)
      deleted.push({
        Key: key,
        VersionId: versionId,
        DeleteMarker: result.isMarker || undefined,
        DeleteMarkerVersionId: result.isMarker ? result.versionId : undefined,
      })
    } catch (error) {
      if (!(error instanceof S3Error)) throw error
      errors.push({ Key: key, VersionId: versionId, Code: error.code, Message: error.message })
    }
  }
  return xmlReply(xmlDocument('DeleteResult', { Deleted: isQuiet ? [] : deleted, Error: errors }))
}

/** Deletes one version, or puts a delete marker over a key. What is not there is no error. */
async function deleteOne(context: ObjectContext, ifMatch: string | undefined): Promise<Deletion> {
  const { database, bucket, key, versionId } = context
  if (versionId !== undefined) checkVersionId(versionId)
  const { deletion, orphans } = database.transaction(() => {
    const target =
      versionId === undefined
        ? latestVersion(database, bucket.name, key)
        : versionById(database, bucket.name, key, versionId)
    if (ifMatch !== undefined) checkIfMatch(key, target, ifMatch)
    if (versionId === undefined && bucket.versioning !== 'never') return putMarker(context)
    return takeAway(context, target)
  })
  await context.settle(orphans)
  return deletion
}

type Deleted = { readonly deletion: Deletion; readonly orphans: readonly string[] }

function putMarker(context: ObjectContext): Deleted {
  const { version, orphans } = insertMarker(context.database, context.bucket, context.key, context.now)
  context.announce(objectDeleted(eventFacts(context, version), 'Delete Marker Created'))
  return { deletion: { versionId: version.versionId, isMarker: true }, orphans }
}

function takeAway(context: ObjectContext, target: Version | undefined): Deleted {
  if (target === undefined) return { deletion: { versionId: context.versionId, isMarker: false }, orphans: [] }
  refuseLocked(context, target)
  const orphans = deleteVersion(context.database, context.bucket.name, target)
  context.announce(objectDeleted(eventFacts(context, target), 'Permanently Deleted'))
  const versionId = context.bucket.versioning === 'never' ? undefined : target.versionId
  return { deletion: { versionId, isMarker: target.isMarker }, orphans }
}

function refuseLocked(context: ObjectContext, version: Version): void {
  const { retention, legalHold } = version.lock
  const isRetained = retention !== undefined && retention.until.getTime() > context.now.getTime()
  const isLocked = legalHold || (isRetained && !(retention.mode === 'GOVERNANCE' && bypassesGovernance(context)))
  if (isLocked) {
    throw new S3Error('AccessDenied', { message: 'Access Denied because object protected by object lock.' })
  }
}

/** GOVERNANCE yields to who asks for it and may. */
export function bypassesGovernance(context: ObjectContext): boolean {
  const isAsked = context.request.headers.get('x-amz-bypass-governance-retention')?.toLowerCase() === 'true'
  return isAsked && context.allows('s3:BypassGovernanceRetention')
}

function checkIfMatch(key: string, target: Version | undefined, ifMatch: string): void {
  if (target === undefined || target.isMarker) throw new S3Error('NoSuchKey', { details: { Key: key } })
  if (!matchesEtag(ifMatch, target.etag)) throw failed('If-Match')
}
