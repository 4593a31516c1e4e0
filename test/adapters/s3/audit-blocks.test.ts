import {
  DeleteObjectCommand,
  GetObjectCommand,
  GetObjectRetentionCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  PutObjectCommand,
  PutObjectRetentionCommand,
  S3Client,
} from '@aws-sdk/client-s3'
import { mockClient } from 'aws-sdk-client-mock'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { auditBlocks } from '../../../functions/adapters/s3/index.ts'
import { auditBlockKey, sequenceOfKey } from '../../../functions/adapters/s3/keys.ts'
import { canonicalJson, sha256Of } from '../../../functions/adapters/system/index.ts'
import type { TenantId } from '../../../functions/model/index.ts'
import type { AuditBlock, AuditBlocks } from '../../../functions/ports/index.ts'
import { givenSessions } from '../../given/sessions.ts'
import { CREDENTIALS, clientOf, errorOf, type GivenS3, givenS3, RECORDINGS } from '../../local/s3/given.ts'
import { newTenantId } from '../dynamodb/given.ts'

const now = '2026-03-01T10:00:00.000Z'
let given: GivenS3
const sessions = givenSessions({ bucketName: RECORDINGS })
const clients = async (tenantId: TenantId) => ({ s3: clientOf(given.s3.url, sessions.keyOf(tenantId)) })
const storeOf = (): AuditBlocks => auditBlocks(clients, RECORDINGS, { now: () => now })
/** Blocks are read back by operators, who verify them; no function may. */
const verifier = (): AuditBlocks => auditBlocks(async () => ({ s3: given.client }), RECORDINGS, { now: () => now })
beforeAll(async () => {
  given = await givenS3({
    credentials: async (id) => sessions.credentialOf(id) ?? CREDENTIALS[id],
    authorize: (request) => (sessions.isOne(request.principal) ? sessions.authorize.s3(request) : 'allow'),
  })
})
afterAll(() => given.close())

const blockOf = (tenantId: TenantId, sequence: number, facts: Partial<AuditBlock> = {}): AuditBlock => ({
  ...{ tenantId, sequence, previous: null, minute: '2026-03-01T09:30:00.000Z', entries: [] },
  ...facts,
})
const placeOf = ({ tenantId, sequence }: AuditBlock) => ({ Bucket: RECORDINGS, Key: auditBlockKey(tenantId, sequence) })

async function firstVersionOf(block: AuditBlock): Promise<string | undefined> {
  const { Bucket, Key } = placeOf(block)
  const { Versions = [] } = await given.client.send(new ListObjectVersionsCommand({ Bucket, Prefix: Key }))
  return Versions.at(-1)?.VersionId
}

/** More blocks than can be stored in a test: years of minutes. */
function givenBucketOf(tenantId: TenantId, newest: number) {
  const client = new S3Client({ region: 'us-east-1' })
  const s3 = mockClient(client)
  const looks: (string | undefined)[] = []
  s3.on(ListObjectsV2Command).callsFake(({ StartAfter, MaxKeys }) => {
    looks.push(StartAfter)
    const after = sequenceOfKey(tenantId, StartAfter) ?? 0
    const count = Math.max(0, Math.min(MaxKeys, newest - after))
    const Contents = Array.from({ length: count }, (_, at) => ({ Key: auditBlockKey(tenantId, after + at + 1) }))
    return { Contents, IsTruncated: after + count < newest }
  })
  const Body = { transformToByteArray: async () => Buffer.from(canonicalJson(blockOf(tenantId, newest))) }
  s3.on(GetObjectCommand).resolves({ Body: Body as never }) // what is read of a body
  return { client, looks }
}

describe('a block', () => {
  it('is read as it was kept, with the hash that was told', async () => {
    const block = blockOf(newTenantId(), 1, { entries: [{ id: 'a', sha256: 'b'.repeat(64) }] })
    const sha256 = sha256Of(canonicalJson(block))
    expect(await storeOf().keepBlock(block)).toEqual({ sha256 })
    expect(await storeOf().lastBlock(block.tenantId)).toEqual({ block, sha256 })
    expect(await verifier().blocks(block.tenantId, 1)).toEqual([{ sequence: 1, block, sha256, isCovered: false }])
  })

  it('is kept once: the second sealer is told so', async () => {
    const block = blockOf(newTenantId(), 1)
    const rivals = [1, 2, 3].map((at) => storeOf().keepBlock({ ...block, entries: [{ id: `${at}`, sha256: '' }] }))
    const answers = await Promise.all(rivals)
    expect(answers.filter((answer) => answer === 'taken')).toHaveLength(2)
    expect(await verifier().blocks(block.tenantId, 1)).toMatchObject([{ isCovered: false }])
  })

  it('cannot be deleted for seven years, nor its lock be shortened, by anybody', async () => {
    const block = blockOf(newTenantId(), 1)
    await storeOf().keepBlock(block)
    const place = { ...placeOf(block), VersionId: await firstVersionOf(block) }
    const { Retention } = await given.client.send(new GetObjectRetentionCommand(place))
    expect(Retention?.Mode).toBe('COMPLIANCE')
    expect(Retention?.RetainUntilDate?.toISOString()).toMatch(/^2033-03-01T10:00:00/)
    const deleting = new DeleteObjectCommand({ ...place, BypassGovernanceRetention: true })
    expect(await errorOf(given.client.send(deleting))).toBe('AccessDenied')
    const sooner = new Date(Date.now() + 60_000)
    const shortening = new PutObjectRetentionCommand({
      ...{ ...place, BypassGovernanceRetention: true },
      Retention: { Mode: 'COMPLIANCE', RetainUntilDate: sooner },
    })
    expect(await errorOf(given.client.send(shortening))).toBe('AccessDenied')
    expect(await verifier().blocks(block.tenantId, 1)).toMatchObject([{ block, isCovered: false }])
  })

  it('over which something was stored, or that was marked as deleted, is still read, and says so', async () => {
    const [tenantId, store] = [newTenantId(), storeOf()]
    const [written, marked] = [blockOf(tenantId, 1), blockOf(tenantId, 2)]
    for (const block of [written, marked]) await store.keepBlock(block)
    const Body = canonicalJson({ ...written, minute: '2026-03-01T09:29:00.000Z' })
    await given.client.send(new PutObjectCommand({ ...placeOf(written), Body }))
    await given.client.send(new DeleteObjectCommand(placeOf(marked)))
    expect(await verifier().blocks(tenantId, 1)).toMatchObject([
      { sequence: 1, block: written, isCovered: true },
      { sequence: 2, block: marked, isCovered: true },
    ])
  })

  it.each([
    ['of another tenant', (block: AuditBlock) => canonicalJson({ ...block, tenantId: newTenantId() })],
    ['of another sequence', (block: AuditBlock) => canonicalJson({ ...block, sequence: 7 })],
    ['with more in it', (block: AuditBlock) => canonicalJson({ ...block, more: 1 })],
    ['in another form', (block: AuditBlock) => JSON.stringify(block, null, 1)],
    ['that is no JSON', () => '{'],
  ])('%s is none', async (_, bodyOf) => {
    const block = blockOf(newTenantId(), 1)
    await given.client.send(new PutObjectCommand({ ...placeOf(block), Body: bodyOf(block) }))
    expect(await verifier().blocks(block.tenantId, 1)).toMatchObject([{ sequence: 1, block: undefined }])
    await expect(storeOf().lastBlock(block.tenantId)).rejects.toThrow('npm run audit:verify')
  })
})

describe('blocks', () => {
  it('are given a hundred at a time, in order, and of their tenant alone', async () => {
    const [tenantId, store] = [newTenantId(), storeOf()]
    await store.keepBlock(blockOf(newTenantId(), 3))
    await Promise.all(Array.from({ length: 130 }, (_, index) => store.keepBlock(blockOf(tenantId, index + 1))))
    const first = await verifier().blocks(tenantId, 1)
    const rest = await verifier().blocks(tenantId, 101)
    const sequences = [...first, ...rest].map(({ sequence }) => sequence)
    expect([first.length, rest.length]).toEqual([100, 30])
    expect(sequences).toEqual(Array.from({ length: 130 }, (_, index) => index + 1))
    expect(await verifier().blocks(tenantId, 131)).toEqual([])
  })

  it.each([
    [[], undefined],
    [[1], 1],
    [[1, 2, 999, 1_000], 1_000],
    [[1, 1_001, 2_500, 13_000, 170_000], 170_000],
  ])('%j: the newest is found', async (sequences, newest) => {
    const [tenantId, store] = [newTenantId(), storeOf()]
    for (const sequence of sequences) await store.keepBlock(blockOf(tenantId, sequence))
    const found = await storeOf().lastBlock(tenantId)
    expect(found?.block.sequence).toBe(newest)
  })

  it('by the thousand: the newest is found in few looks, and in one by who has found it before', async () => {
    const tenantId = newTenantId()
    const { client, looks } = givenBucketOf(tenantId, 1_234_567)
    const store = auditBlocks(async () => ({ s3: client }), RECORDINGS, { now: () => now })
    expect((await store.lastBlock(tenantId))?.block.sequence).toBe(1_234_567)
    expect(looks.splice(0).length).toBeLessThan(25)
    await store.lastBlock(tenantId)
    expect(looks).toHaveLength(1)
  })
})
