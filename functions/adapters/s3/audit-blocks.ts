import {
  GetObjectCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  PutObjectCommand,
  type S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3'
import * as z from 'zod'
import type { TenantId } from '../../model/index.ts'
import type { AuditBlock, AuditBlocks, Clock, StoredBlock } from '../../ports/index.ts'
import { canonicalJson, sha256Of } from '../system/index.ts'
import { auditBlockKey, auditPrefix, sequenceOfKey } from './keys.ts'

const KEPT_YEARS = 7
const MAX_BLOCKS = 100
const MAX_AT_ONCE = 20
const PAGE_KEYS = 1_000

const blockSchema = z.object({
  tenantId: z.string(),
  sequence: z.int(),
  previous: z.string().nullable(),
  minute: z.iso.datetime(),
  entries: z.array(z.object({ id: z.string(), sha256: z.string() })),
})

type TenantS3 = (tenantId: TenantId) => Promise<{ s3: S3Client }>

/**
 * Sealed minutes as objects that nobody can remove or replace for seven years (Object Lock in compliance mode), each
 * written only where there is none.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html
 * @param clock gives the end of the seven years by `now`
 */
export function auditBlocks(clients: TenantS3, bucket: string, clock: Pick<Clock, 'now'>): AuditBlocks {
  /** How far each tenant's blocks were seen to go: they only grow. */
  const seen = new Map<TenantId, number>()

  return {
    async lastBlock(tenantId) {
      const { s3 } = await clients(tenantId)
      const sequence = await newestSequence(s3, bucket, tenantId, seen.get(tenantId) ?? 0)
      if (sequence === 0) return undefined
      seen.set(tenantId, sequence)
      const bytes = await readObject(s3, bucket, auditBlockKey(tenantId, sequence))
      const block = blockIn(bytes, tenantId, sequence)
      if (!block) throw new Error(`block ${sequence} of an audit cannot be read: npm run audit:verify tells more`)
      return { block, sha256: sha256Of(bytes) }
    },

    async keepBlock(block) {
      const { s3 } = await clients(block.tenantId)
      const body = canonicalJson(block)
      const sha256 = sha256Of(body)
      const until = new Date(clock.now())
      until.setUTCFullYear(until.getUTCFullYear() + KEPT_YEARS)
      const command = new PutObjectCommand({
        ...{ Bucket: bucket, Key: auditBlockKey(block.tenantId, block.sequence), Body: body, IfNoneMatch: '*' },
        ...{ ContentType: 'application/json', ObjectLockMode: 'COMPLIANCE', ObjectLockRetainUntilDate: until },
        // S3 takes nothing under a lock without a checksum.
        ChecksumAlgorithm: 'SHA256',
        ChecksumSHA256: Buffer.from(sha256, 'hex').toString('base64'),
      })
      try {
        await s3.send(command)
        return { sha256 }
      } catch (error) {
        if (isTaken(error)) return 'taken'
        throw error
      }
    },

    async blocks(tenantId, from) {
      const { s3 } = await clients(tenantId)
      const versions = await versionsFrom(s3, bucket, tenantId, from)
      const wanted = [...versions].slice(0, MAX_BLOCKS)
      const blocks: StoredBlock[] = []
      for (let start = 0; start < wanted.length; start += MAX_AT_ONCE) {
        const some = wanted.slice(start, start + MAX_AT_ONCE).map(async ([sequence, { first, isCovered }]) => {
          const bytes = await readObject(s3, bucket, auditBlockKey(tenantId, sequence), first)
          return { sequence, sha256: sha256Of(bytes), block: blockIn(bytes, tenantId, sequence), isCovered }
        })
        blocks.push(...(await Promise.all(some)))
      }
      return blocks
    },
  }
}

/** 412, or 409 for two at the same moment. https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html */
function isTaken(error: unknown): boolean {
  return (
    error instanceof S3ServiceException && ['PreconditionFailed', 'ConditionalRequestConflict'].includes(error.name)
  )
}

async function readObject(s3: S3Client, Bucket: string, Key: string, VersionId?: string): Promise<Uint8Array> {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key, VersionId }))
  return (await Body?.transformToByteArray()) ?? new Uint8Array()
}

/** @returns undefined for anything but that block in its one form */
function blockIn(bytes: Uint8Array, tenantId: TenantId, sequence: number): AuditBlock | undefined {
  const text = new TextDecoder().decode(bytes)
  const { data } = blockSchema.safeParse(parsed(text))
  if (data?.tenantId !== tenantId || data.sequence !== sequence || canonicalJson(data) !== text) return undefined
  return { ...data, tenantId }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/**
 * Lists go forwards only, a thousand keys at a time: leaps ahead, then halves what is left. Past `seen` that is one list,
 * and twenty for the first look at ten years of minutes.
 * @returns 0 where there is none
 */
async function newestSequence(s3: S3Client, Bucket: string, tenantId: TenantId, seen: number): Promise<number> {
  const Prefix = auditPrefix(tenantId)
  /** The last of the thousand blocks past that one, and whether they are all. */
  async function lookPast(sequence: number): Promise<{ last: number; isEnd: boolean }> {
    const StartAfter = auditBlockKey(tenantId, sequence)
    const page = await s3.send(new ListObjectsV2Command({ Bucket, Prefix, StartAfter, MaxKeys: PAGE_KEYS }))
    const last = (page.Contents ?? []).flatMap(({ Key }) => sequenceOfKey(tenantId, Key) ?? []).at(-1)
    return { last: last ?? sequence, isEnd: !page.IsTruncated }
  }

  let low = seen
  let high = Number.POSITIVE_INFINITY
  for (let leap = 0; ; leap = leap === 0 ? 10 * PAGE_KEYS : 10 * leap) {
    const at = high === Number.POSITIVE_INFINITY ? low + leap : Math.floor((low + high) / 2)
    const from = high - low <= PAGE_KEYS ? low : at
    const { last, isEnd } = await lookPast(from)
    const isPast = last === from
    if (isPast && from > low) high = from
    else if (isPast || isEnd) return last
    else low = last
  }
}

type Versions = { first: string | undefined; isCovered: boolean }

/** The first version of each block, which the lock keeps, and whether something lies over it. */
async function versionsFrom(
  s3: S3Client,
  Bucket: string,
  tenantId: TenantId,
  from: number,
): Promise<Map<number, Versions>> {
  const found = new Map<number, Versions>()
  const marked = new Set<number | undefined>()
  let markers: { KeyMarker?: string | undefined; VersionIdMarker?: string | undefined } = {
    KeyMarker: auditBlockKey(tenantId, from - 1),
  }
  do {
    const command = new ListObjectVersionsCommand({ Bucket, Prefix: auditPrefix(tenantId), ...markers })
    const { Versions = [], DeleteMarkers = [], ...page } = await s3.send(command)
    for (const { Key } of DeleteMarkers) marked.add(sequenceOfKey(tenantId, Key))
    // Newest first: the last of a key is its first version.
    for (const { Key, VersionId } of Versions) {
      const sequence = sequenceOfKey(tenantId, Key)
      if (sequence === undefined) continue
      found.set(sequence, { first: VersionId, isCovered: found.has(sequence) || marked.has(sequence) })
    }
    markers = { KeyMarker: page.NextKeyMarker, VersionIdMarker: page.NextVersionIdMarker }
  } while (markers.KeyMarker !== undefined && found.size <= MAX_BLOCKS)
  return found
}
