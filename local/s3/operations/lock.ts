import { S3Error } from '../errors.ts'
import { xmlDocument } from '../http/xml.ts'
import { childText, onlyChildren, readXml } from '../http/xml-reader.ts'
import { type ObjectLock, setLock, type Version } from '../store/versions.ts'
import { type ObjectContext, type Reply, xmlReply } from './context.ts'
import { bypassesGovernance } from './delete.ts'
import { needsObjectLock, readRetention } from './facts.ts'
import { findObject, versionHeader } from './lookup.ts'

export function getObjectRetention(context: ObjectContext): Promise<Reply> {
  needsObjectLock(context.bucket)
  const version = findObject(context)
  const { retention } = version.lock
  if (retention === undefined) throw new S3Error('NoSuchObjectLockConfiguration')
  const content = { Mode: retention.mode, RetainUntilDate: retention.until.toISOString() }
  return Promise.resolve(xmlReply(xmlDocument('Retention', content), versionHeader(context, version)))
}

export async function putObjectRetention(context: ObjectContext): Promise<Reply> {
  needsObjectLock(context.bucket)
  const root = readXml(await context.body.text(), 'Retention')
  onlyChildren(root, ['Mode', 'RetainUntilDate'])
  const mode = childText(root, 'Mode')
  const until = childText(root, 'RetainUntilDate')
  if ((mode === undefined) !== (until === undefined)) throw new S3Error('MalformedXML')
  const retention = mode === undefined || until === undefined ? undefined : readRetention(mode, until, context.now)
  return changeLock(context, (version) => {
    refuseWeakening(context, version, retention)
    return { ...version.lock, retention }
  })
}

export function getObjectLegalHold(context: ObjectContext): Promise<Reply> {
  needsObjectLock(context.bucket)
  const version = findObject(context)
  const content = { Status: version.lock.legalHold ? 'ON' : 'OFF' }
  return Promise.resolve(xmlReply(xmlDocument('LegalHold', content), versionHeader(context, version)))
}

export async function putObjectLegalHold(context: ObjectContext): Promise<Reply> {
  needsObjectLock(context.bucket)
  const root = readXml(await context.body.text(), 'LegalHold')
  onlyChildren(root, ['Status'])
  const status = childText(root, 'Status')
  if (status !== 'ON' && status !== 'OFF') throw new S3Error('MalformedXML')
  return changeLock(context, (version) => ({ ...version.lock, legalHold: status === 'ON' }))
}

function changeLock(context: ObjectContext, next: (version: Version) => ObjectLock): Promise<Reply> {
  const version = context.database.transaction(() => {
    const found = findObject(context)
    setLock(context.database, found, next(found))
    return found
  })
  return Promise.resolve({ status: 200, headers: versionHeader(context, version) })
}

/**
 * A retention under way can be lengthened by anybody who may set one; shortened, taken off or turned into another mode only
 * in GOVERNANCE, by who may bypass it.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html#object-lock-retention-modes
 */
function refuseWeakening(context: ObjectContext, version: Version, next: ObjectLock['retention']): void {
  const current = version.lock.retention
  if (current === undefined || current.until.getTime() <= context.now.getTime()) return
  const isLonger = next !== undefined && next.until.getTime() >= current.until.getTime()
  const isStricter = next?.mode === 'COMPLIANCE' || next?.mode === current.mode
  if (isLonger && isStricter) return
  if (current.mode === 'GOVERNANCE' && bypassesGovernance(context)) return
  throw new S3Error('AccessDenied', { message: 'Access Denied because object protected by object lock.' })
}
