import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3'
import type { TranscriptTexts } from '../../ports/index.ts'
import { sha256Of } from '../system/index.ts'
import { transcriptKey } from './keys.ts'
import type { TenantS3 } from './presign.ts'

/** Long transcripts as objects beside the recording's files, with which they go. */
export function transcriptTexts(clients: TenantS3, bucket: string): TranscriptTexts {
  return {
    async keep(tenantId, place, textId, text) {
      const { s3 } = await clients(tenantId)
      const { VersionId } = await s3.send(
        new PutObjectCommand({
          ...{ Bucket: bucket, Key: transcriptKey(tenantId, place, textId), Body: text, IfNoneMatch: '*' },
          ...{ ContentType: 'application/json', ChecksumAlgorithm: 'SHA256' },
          ChecksumSHA256: Buffer.from(sha256Of(text), 'hex').toString('base64'),
        }),
      )
      if (VersionId === undefined) throw new Error('the bucket keeps no versions')
      return VersionId
    },

    async read(tenantId, place, textId, versionId) {
      const { s3 } = await clients(tenantId)
      const object = { Bucket: bucket, Key: transcriptKey(tenantId, place, textId), VersionId: versionId }
      const { Body } = await s3.send(new GetObjectCommand(object))
      return (await Body?.transformToString('utf-8')) ?? ''
    },
  }
}
