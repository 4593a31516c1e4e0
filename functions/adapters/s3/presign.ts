import type { S3Client } from '@aws-sdk/client-s3'
import type { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import type { TenantId } from '../../model/index.ts'
import type { Clock, PresignedUpload } from '../../ports/index.ts'

/** A client on the tenant's role session, and when that session ends. */
export type TenantS3 = (tenantId: TenantId) => Promise<{ s3: S3Client; expiresAt: Date }>

/** What is signed for others lives no longer. */
export const maxUrlSeconds = 300

export type Lifetime = { expiresIn: number; signingDate: Date; until: string }

/** At most five minutes, and never past the session that signs. */
export function lifetimeOf(clock: Pick<Clock, 'now'>, expiresAt: Date): Lifetime {
  const signingDate = new Date(clock.now())
  const left = Math.floor((expiresAt.getTime() - signingDate.getTime()) / 1000)
  const expiresIn = Math.max(1, Math.min(maxUrlSeconds, left))
  return { expiresIn, signingDate, until: new Date(signingDate.getTime() + expiresIn * 1000).toISOString() }
}

/**
 * Binds an upload to what its headers say (length, checksum, first use) by signing them. The presigner would hoist the
 * checksum into the query, where S3 ignores it.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
 * @param sign makes the URL of the command
 * @param headers what has to be sent, and is signed besides the host
 */
export async function presignPut(
  sign: (options: NonNullable<Parameters<typeof getSignedUrl>[2]>) => Promise<string>,
  { until, ...lasting }: Lifetime,
  headers: Record<string, string>,
): Promise<PresignedUpload> {
  const url = await sign({
    ...lasting,
    unhoistableHeaders: new Set(['x-amz-checksum-sha256']),
    signableHeaders: new Set(['host', ...Object.keys(headers)]),
  })
  return { method: 'PUT', url, headers, expiresAt: until }
}
