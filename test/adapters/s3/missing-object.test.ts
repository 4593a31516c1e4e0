import { HeadObjectCommand, ListObjectVersionsCommand, S3Client, S3ServiceException } from '@aws-sdk/client-s3'
import { mockClient } from 'aws-sdk-client-mock'
import { describe, expect, it } from 'vitest'
import { mediaStore } from '../../../functions/adapters/s3/index.ts'
import { systemClock } from '../../../functions/adapters/system/index.ts'
import type { MediaId, RecordingId, TenantId } from '../../../functions/model/index.ts'

const ulid = (last: string) => `01hzz0000000000000000000${last.padStart(2, '0')}`
const tenantId = ulid('1') as TenantId // of the right form, as the ids below
const place = {
  recordingId: ulid('2') as RecordingId,
  seq: 1,
  mediaId: ulid('3') as MediaId,
  uploadId: ulid('4'),
}
const key = `t/${tenantId}/r/${place.recordingId}/s/1/${place.mediaId}/${place.uploadId}`

/** S3 as it answers a tenant's session in the cloud; the local one says 404 at once. */
function givenS3ThatForbids(versions: { Key: string; VersionId: string; IsLatest: boolean }[]) {
  const client = new S3Client({ region: 'us-east-1' })
  const s3 = mockClient(client)
  const forbidden = new S3ServiceException({ name: '403', $fault: 'client', $metadata: { httpStatusCode: 403 } })
  s3.on(HeadObjectCommand).rejects(forbidden)
  s3.on(ListObjectVersionsCommand, { Bucket: 'media', Prefix: key }).resolves({ Versions: versions })
  return mediaStore(async () => ({ s3: client, expiresAt: new Date() }), 'media', systemClock())
}

describe('asking after an object where S3 answers 403 for what is missing', () => {
  it('finds nothing when the list of the tenant has none', async () => {
    expect(await givenS3ThatForbids([]).head(tenantId, place)).toBeUndefined()
  })

  it('finds nothing when the list has another version than asked for', async () => {
    const media = givenS3ThatForbids([{ Key: key, VersionId: 'v2', IsLatest: true }])
    expect(await media.head(tenantId, place, 'v1')).toBeUndefined()
  })

  it('does not take an object that it may not read for a missing one', async () => {
    const media = givenS3ThatForbids([{ Key: key, VersionId: 'v1', IsLatest: true }])
    await expect(media.head(tenantId, place)).rejects.toThrow()
    await expect(media.head(tenantId, place, 'v1')).rejects.toThrow()
  })
})
