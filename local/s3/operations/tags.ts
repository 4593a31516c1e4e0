import { S3Error } from '../errors.ts'
import { xmlDocument } from '../http/xml.ts'
import { childrenOf, childText, onlyChildren, readXml } from '../http/xml-reader.ts'
import { setTags } from '../store/versions.ts'
import { type ObjectContext, type Reply, xmlReply } from './context.ts'
import { findObject, versionHeader } from './lookup.ts'

const MAX_TAGS = 10
const MAX_NAME_CHARS = 128
const MAX_VALUE_CHARS = 256
const ALLOWED = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u

/**
 * Judges tags by S3's rules: at most 10, names of 1 to 128 and values of 0 to 256 characters, no name twice.
 *
 * @throws S3Error InvalidTag, BadRequest when there are too many
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-tagging.html
 */
export function checkTags(
  pairs: readonly (readonly [name: string, value: string])[],
): Readonly<Record<string, string>> {
  if (pairs.length > MAX_TAGS) {
    throw new S3Error('BadRequest', { message: 'Object tags cannot be greater than 10' })
  }
  if (new Set(pairs.map(([name]) => name)).size < pairs.length) {
    throw new S3Error('InvalidTag', { message: 'Cannot provide multiple Tags with the same key' })
  }
  for (const [name, value] of pairs) {
    const isNameFine = name.length >= 1 && name.length <= MAX_NAME_CHARS && ALLOWED.test(name)
    if (!isNameFine || name.startsWith('aws:')) {
      throw new S3Error('InvalidTag', {
        message: 'The TagKey you have provided is invalid',
        details: { TagKey: name },
      })
    }
    if (value.length > MAX_VALUE_CHARS || !ALLOWED.test(value)) {
      throw new S3Error('InvalidTag', {
        message: 'The TagValue you have provided is invalid',
        details: { TagKey: name, TagValue: value },
      })
    }
  }
  return Object.fromEntries(pairs)
}

export function getObjectTagging(context: ObjectContext): Promise<Reply> {
  const version = findObject(context)
  const tags = Object.entries(version.tags).map(([name, value]) => ({ Key: name, Value: value }))
  return Promise.resolve(xmlReply(xmlDocument('Tagging', { TagSet: { Tag: tags } }), versionHeader(context, version)))
}

export async function putObjectTagging(context: ObjectContext): Promise<Reply> {
  const tags = readTagging(await context.body.text())
  const { key, versionId } = context
  const action = versionId === undefined ? 's3:PutObjectTagging' : 's3:PutObjectVersionTagging'
  if (!context.allows(action, { key, versionId, requestTags: tags })) throw new S3Error('AccessDenied')
  const version = context.database.transaction(() => {
    const found = findObject(context)
    setTags(context.database, found, tags)
    return found
  })
  return { status: 200, headers: versionHeader(context, version) }
}

export function deleteObjectTagging(context: ObjectContext): Promise<Reply> {
  const version = context.database.transaction(() => {
    const found = findObject(context)
    setTags(context.database, found, {})
    return found
  })
  return Promise.resolve({ status: 204, headers: versionHeader(context, version) })
}

function readTagging(document: string): Readonly<Record<string, string>> {
  const root = readXml(document, 'Tagging')
  onlyChildren(root, ['TagSet'])
  const [tagSet, ...more] = childrenOf(root, 'TagSet')
  if (tagSet === undefined || more.length > 0) throw new S3Error('MalformedXML')
  onlyChildren(tagSet, ['Tag'])
  return checkTags(
    childrenOf(tagSet, 'Tag').map((tag) => {
      onlyChildren(tag, ['Key', 'Value'])
      const name = childText(tag, 'Key')
      const value = childText(tag, 'Value')
      if (name === undefined || value === undefined) throw new S3Error('MalformedXML')
      return [name, value] as const
    }),
  )
}
