import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import {
  DeleteObjectCommand,
  DeleteObjectsCommand,
  DeleteObjectTaggingCommand,
  GetObjectCommand,
  GetObjectLegalHoldCommand,
  GetObjectRetentionCommand,
  GetObjectTaggingCommand,
  ListObjectVersionsCommand,
  PutObjectCommand,
  PutObjectLegalHoldCommand,
  PutObjectRetentionCommand,
  PutObjectTaggingCommand,
} from '@aws-sdk/client-s3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { errorOf, type GivenS3, givenS3, PLAIN, RECORDINGS, sendSigned } from './given.ts'

let given: GivenS3
beforeAll(async () => {
  given = await givenS3()
})
afterAll(() => given.close())

const Bucket = RECORDINGS

async function put(key: string, body: string, bucket = Bucket): Promise<string> {
  const { VersionId = '' } = await given.client.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: body }))
  return VersionId
}

async function read(key: string, versionId?: string, bucket = Bucket): Promise<string | undefined> {
  const command = new GetObjectCommand({ Bucket: bucket, Key: key, VersionId: versionId })
  return (await given.client.send(command)).Body?.transformToString()
}

function remove(key: string, versionId?: string, more = {}) {
  return given.client.send(new DeleteObjectCommand({ Bucket, Key: key, VersionId: versionId, ...more }))
}

function storedFiles(): number {
  const entries = readdirSync(join(given.folder, 'blobs'), { recursive: true, withFileTypes: true })
  return entries.filter((entry) => entry.isFile()).length
}

describe('versions', () => {
  it('are all kept, the newest in front', async () => {
    const [one, two] = [await put('kept', 'one'), await put('kept', 'two')]
    expect(await read('kept')).toBe('two')
    expect(await read('kept', one)).toBe('one')
    const list = await given.client.send(new ListObjectVersionsCommand({ Bucket, Prefix: 'kept' }))
    expect(list.Versions?.map(({ VersionId, IsLatest }) => [VersionId, IsLatest])).toEqual([
      [two, true],
      [one, false],
    ])
  })

  it('survive a delete, which puts a marker over them', async () => {
    const one = await put('marked', 'one')
    const marker = await remove('marked')
    expect(marker).toMatchObject({ DeleteMarker: true, VersionId: expect.any(String) })
    expect(await errorOf(read('marked'))).toBe('NoSuchKey')
    expect(await read('marked', one)).toBe('one')
    expect(await errorOf(read('marked', marker.VersionId))).toBe('MethodNotAllowed')
    const head = await sendSigned(given.s3.url, { method: 'HEAD', path: `/${Bucket}/marked` })
    expect(head).toMatchObject({ status: 404, text: '', headers: { 'x-amz-delete-marker': 'true' } })
  })

  it('come back when the marker is taken away', async () => {
    await put('back', 'one')
    const { VersionId } = await remove('back')
    expect(await remove('back', VersionId)).toMatchObject({ DeleteMarker: true, VersionId })
    expect(await read('back')).toBe('one')
  })

  it('are gone with their bytes when deleted by their id', async () => {
    const before = storedFiles()
    const [one, two] = [await put('gone', 'one'), await put('gone', 'two')]
    await remove('gone', two)
    expect(await read('gone')).toBe('one')
    await remove('gone', one)
    expect(await errorOf(read('gone'))).toBe('NoSuchKey')
    expect(storedFiles()).toBe(before)
    expect((await remove('gone', one)).$metadata.httpStatusCode).toBe(204)
  })

  it('of another key, and ids that cannot be, are told apart', async () => {
    const other = await put('other', 'x')
    await put('mine', 'x')
    expect(await errorOf(read('mine', other))).toBe('NoSuchVersion')
    expect(await errorOf(read('mine', 'no/id'))).toBe('InvalidArgument')
  })

  it('do not exist in a plain bucket, where a write replaces', async () => {
    const before = storedFiles()
    await put('plain', 'one', PLAIN)
    expect(await put('plain', 'two', PLAIN)).toBe('')
    expect(await read('plain', undefined, PLAIN)).toBe('two')
    expect(storedFiles()).toBe(before + 1)
    await given.client.send(new DeleteObjectCommand({ Bucket: PLAIN, Key: 'plain' }))
    expect(await errorOf(read('plain', undefined, PLAIN))).toBe('NoSuchKey')
    expect(storedFiles()).toBe(before)
  })

  it('are deleted in a batch, each with its own answer', async () => {
    const [one, two] = [await put('batch/1', 'one'), await put('batch/2', 'two')]
    await given.client.send(
      new PutObjectLegalHoldCommand({ Bucket, Key: 'batch/2', LegalHold: { Status: 'ON' }, VersionId: two }),
    )
    const objects = [{ Key: 'batch/1', VersionId: one }, { Key: 'batch/2', VersionId: two }, { Key: 'batch/absent' }]
    const answer = await given.client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects: objects } }))
    expect(answer.Deleted?.map(({ Key }) => Key)).toEqual(['batch/1', 'batch/absent'])
    expect(answer.Errors).toMatchObject([{ Key: 'batch/2', VersionId: two, Code: 'AccessDenied' }])
  })

  it('are deleted in a batch only where the policies let each go', async () => {
    const one = await put('forbidden', 'one')
    given.denied.add('s3:DeleteObjectVersion')
    const objects = [{ Key: 'forbidden', VersionId: one }]
    const answer = await given.client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects: objects } }))
    given.denied.clear()
    expect(answer.Errors).toMatchObject([{ Key: 'forbidden', Code: 'AccessDenied' }])
    expect(await read('forbidden', one)).toBe('one')
  })

  it.each([
    '<Delete>',
    '<!DOCTYPE Delete><Delete><Object><Key>a</Key></Object></Delete>',
    '<!DOCTYPE a [<!ENTITY b "c">]><Delete><Object><Key>&b;</Key></Object></Delete>',
    '<Other/>',
    '<Delete/>',
  ])('are not deleted by %s', async (body) => {
    const answer = await sendSigned(given.s3.url, { method: 'POST', path: `/${Bucket}`, query: { delete: '' }, body })
    expect(answer).toMatchObject({ status: 400, code: 'MalformedXML' })
  })

  it('are deleted with If-Match only when they are what the caller knows', async () => {
    const version = await put('conditional', 'one')
    expect(await errorOf(remove('conditional', version, { IfMatch: '"other"' }))).toBe('PreconditionFailed')
    await remove('conditional', version, { IfMatch: '"f97c5d29941bfb1b2fdab0874906ab82"' })
    expect(await errorOf(read('conditional'))).toBe('NoSuchKey')
  })
})

describe('tags', () => {
  const tagging = async (key: string, versionId?: string) => {
    const command = new GetObjectTaggingCommand({ Bucket, Key: key, VersionId: versionId })
    return (await given.client.send(command)).TagSet
  }
  const setTags = (key: string, tags: [string, string][], versionId?: string) =>
    given.client.send(
      new PutObjectTaggingCommand({
        Bucket,
        Key: key,
        VersionId: versionId,
        Tagging: { TagSet: tags.map(([Key, Value]) => ({ Key, Value })) },
      }),
    )

  it('belong to one version', async () => {
    const [one, two] = [await put('tags', 'one'), await put('tags', 'two')]
    await setTags('tags', [['state', 'deleted']], one)
    expect(await tagging('tags', one)).toEqual([{ Key: 'state', Value: 'deleted' }])
    expect(await tagging('tags', two)).toEqual([])
    await given.client.send(new DeleteObjectTaggingCommand({ Bucket, Key: 'tags', VersionId: one }))
    expect(await tagging('tags', one)).toEqual([])
  })

  it('are replaced as a whole', async () => {
    await put('replaced', 'x')
    await setTags('replaced', [['a', '1']])
    await setTags('replaced', [['b é', 'x+y=z']])
    expect(await tagging('replaced')).toEqual([{ Key: 'b é', Value: 'x+y=z' }])
  })

  it.each<[string, [string, string][], string]>([
    ['eleven', Array.from({ length: 11 }, (_, index) => [`tag${index}`, '']), 'BadRequest'],
    [
      'a name twice',
      [
        ['a', '1'],
        ['a', '2'],
      ],
      'InvalidTag',
    ],
    ['no name', [['', '1']], 'InvalidTag'],
    ['a long name', [['a'.repeat(129), '1']], 'InvalidTag'],
    ['a long value', [['a', '1'.repeat(257)]], 'InvalidTag'],
    ["AWS's own prefix", [['aws:a', '1']], 'InvalidTag'],
    ['a forbidden sign', [['a', '<b>']], 'InvalidTag'],
  ])('are refused with %s', async (_, tags, code) => {
    await put('limits', 'x')
    expect(await errorOf(setTags('limits', tags))).toBe(code)
  })
})

describe('object lock', () => {
  const in1Day = new Date(Date.now() + 86_400_000)
  const in2Days = new Date(Date.now() + 2 * 86_400_000)
  const retain = (key: string, Mode: 'GOVERNANCE' | 'COMPLIANCE', RetainUntilDate: Date, more = {}) =>
    given.client.send(
      new PutObjectRetentionCommand({ Bucket, Key: key, Retention: { Mode, RetainUntilDate }, ...more }),
    )

  it('keeps a version from being deleted, yet lets a marker over it', async () => {
    const version = await put('held', 'x')
    const hold = (Status: 'ON' | 'OFF') =>
      given.client.send(
        new PutObjectLegalHoldCommand({ Bucket, Key: 'held', VersionId: version, LegalHold: { Status } }),
      )
    await hold('ON')
    expect(await errorOf(remove('held', version))).toBe('AccessDenied')
    expect((await remove('held')).DeleteMarker).toBe(true)
    const asked = await given.client.send(new GetObjectLegalHoldCommand({ Bucket, Key: 'held', VersionId: version }))
    expect(asked.LegalHold?.Status).toBe('ON')
    await hold('OFF')
    await remove('held', version)
  })

  it('in COMPLIANCE can only be lengthened, and ends with its date', async () => {
    let now = new Date()
    const clock = await givenS3({ now: () => now })
    const { VersionId } = await clock.client.send(
      new PutObjectCommand({
        Bucket,
        Key: 'kept',
        Body: 'x',
        ObjectLockMode: 'COMPLIANCE',
        ObjectLockRetainUntilDate: in1Day,
      }),
    )
    const removal = () => clock.client.send(new DeleteObjectCommand({ Bucket, Key: 'kept', VersionId }))
    expect(await errorOf(removal())).toBe('AccessDenied')
    const kept = {
      Bucket,
      Key: 'kept',
      Retention: { Mode: 'COMPLIANCE', RetainUntilDate: new Date(Date.now() + 1e6) },
    } as const
    expect(await errorOf(clock.client.send(new PutObjectRetentionCommand(kept)))).toBe('AccessDenied')
    now = new Date(in1Day.getTime() + 1000)
    clock.client.config.systemClockOffset = 86_400_000
    await removal()
    await clock.close()
  })

  it('in GOVERNANCE yields to who may bypass it and says so', async () => {
    const version = await put('governed', 'x')
    await retain('governed', 'GOVERNANCE', in2Days)
    expect(await errorOf(retain('governed', 'GOVERNANCE', in1Day))).toBe('AccessDenied')
    const asked = await given.client.send(new GetObjectRetentionCommand({ Bucket, Key: 'governed' }))
    expect(asked.Retention).toEqual({ Mode: 'GOVERNANCE', RetainUntilDate: in2Days })
    expect(await errorOf(remove('governed', version))).toBe('AccessDenied')
    given.denied.add('s3:BypassGovernanceRetention')
    expect(await errorOf(remove('governed', version, { BypassGovernanceRetention: true }))).toBe('AccessDenied')
    given.denied.clear()
    await remove('governed', version, { BypassGovernanceRetention: true })
  })

  it('is refused in a bucket that has none, and in the past', async () => {
    await put('plain', 'x', PLAIN)
    const command = new PutObjectLegalHoldCommand({ Bucket: PLAIN, Key: 'plain', LegalHold: { Status: 'ON' } })
    expect(await errorOf(given.client.send(command))).toBe('InvalidRequest')
    await put('past', 'x')
    expect(await errorOf(retain('past', 'GOVERNANCE', new Date(0)))).toBe('InvalidArgument')
  })
})
