import { DeleteObjectCommand, GetObjectCommand, PutObjectTaggingCommand, S3ServiceException } from '@aws-sdk/client-s3'
import { STSClient } from '@aws-sdk/client-sts'
import { GetCommand } from '@aws-sdk/lib-dynamodb'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { clientsFor } from '../../functions/adapters/sts/index.ts'
import type { TenantId } from '../../functions/model/index.ts'
import { arns, bucketName, region, tableName } from '../../local/cloud.ts'
import { acme, globex } from '../../local/demo/people.ts'
import type { FunctionName } from '../../local/functions/index.ts'
import { type GivenCloud, givenCloud, shortWav } from '../given/cloud.ts'

let world: GivenCloud
/** Where a file of Acme's lies, and one of Globex's. */
let [mine, theirs]: { Bucket: string; Key: string; VersionId: string }[] = []

beforeAll(async () => {
  world = await givenCloud()
  const objectOf = async (recorder: 'rec-acme' | 'rec-globex') => {
    const { recordingId } = await world.ingestCall({ sessionId: 'own', files: [{ bytes: shortWav() }] }, recorder)
    const [item] = await world
      .itemsNaming(`#M#`)
      .then((items) => items.filter(({ PK }) => String(PK).endsWith(recordingId)))
    const { PK, SK, uploadId, versionId } = item as Record<string, string> // as media items are
    const [, tenantId = ''] = PK?.split('#') ?? []
    const [, seq = '', , mediaId = ''] = SK?.split('#') ?? []
    const Key = `t/${tenantId}/r/${recordingId}/s/${Number(seq)}/${mediaId}/${uploadId}`
    return { Bucket: bucketName, Key, VersionId: versionId ?? '' }
  }
  mine = await objectOf('rec-acme')
  theirs = await objectOf('rec-globex')
})
afterAll(() => world.close())

/** What somebody holds who got into a function: its own key, and the sessions that it opens. */
function sessionOf(name: FunctionName, tenantId: TenantId, role: FunctionName = name) {
  const stsClient = new STSClient({ region, credentials: world.cloud.functionKey(name), maxAttempts: 1 })
  return clientsFor({ roleArn: arns.tenantRole(role), stsClient, region })(tenantId)
}

const statusOf = (url: string) => fetch(url).then(({ status }) => status)
async function refusalOf(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'done',
    (error: unknown) => (error instanceof S3ServiceException ? error.name : String(error)),
  )
}

describe('who got into a function', () => {
  it('reads by a URL what the session reaches, and no other tenant’s file however it is signed', async () => {
    const { s3 } = await sessionOf('media', acme.id)
    if (!mine || !theirs) throw new Error('there are no files')
    const own = await getSignedUrl(s3, new GetObjectCommand(mine))
    expect(await statusOf(own)).toBe(200)
    expect(await statusOf(await getSignedUrl(s3, new GetObjectCommand(theirs)))).toBe(403)
    const moved = new URL(own)
    moved.pathname = moved.pathname.replace(mine.Key, theirs.Key)
    expect(await statusOf(moved.href)).toBe(403)
  })

  it('marks files as deleted from the recordings room, as nothing else, and deletes none', async () => {
    const { s3 } = await sessionOf('recordings', acme.id)
    if (!mine) throw new Error('there is no file')
    const place = mine
    const tag = (Value: string) =>
      new PutObjectTaggingCommand({ ...place, Tagging: { TagSet: [{ Key: 'state', Value }] } })
    expect(await refusalOf(s3.send(tag('archived')))).toBe('AccessDenied')
    expect(await refusalOf(s3.send(new DeleteObjectCommand(mine)))).toBe('AccessDenied')
    expect(await refusalOf(s3.send(new GetObjectCommand(mine)))).toBe('AccessDenied')
  })

  it('opens sessions of that function’s own role alone', async () => {
    await expect(sessionOf('media', acme.id, 'reaper')).rejects.toMatchObject({ name: 'AccessDenied' })
    await expect(sessionOf('media', globex.id)).resolves.toBeDefined()
  })

  it('finds no tenant’s items by another’s session', async () => {
    const { dynamodb } = await sessionOf('me', acme.id)
    const read = (tenantId: TenantId) =>
      dynamodb.send(new GetCommand({ TableName: tableName, Key: { PK: `T#${tenantId}#SETTINGS`, SK: 'SETTINGS' } }))
    await expect(read(acme.id)).resolves.toMatchObject({ Item: { name: 'Acme Dental' } })
    await expect(read(globex.id)).rejects.toMatchObject({ name: 'AccessDeniedException' })
  })
})
