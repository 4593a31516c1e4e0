import { DeleteObjectsCommand, ListObjectVersionsCommand, type S3Client } from '@aws-sdk/client-s3'

/**
 * Removes every version of every object that S3 lets go of.
 * @param pageKeys how many to list at once, of which S3 gives 1,000 at most
 * @returns how many it keeps, under a lock
 */
export async function emptyBucket(s3: S3Client, bucketName: string, pageKeys = 1_000): Promise<number> {
  let kept = 0
  let after: { KeyMarker?: string | undefined; VersionIdMarker?: string | undefined } = {}
  for (;;) {
    const page = await s3.send(new ListObjectVersionsCommand({ Bucket: bucketName, MaxKeys: pageKeys, ...after }))
    const versions = [...(page.Versions ?? []), ...(page.DeleteMarkers ?? [])]
    const Objects = versions.map(({ Key, VersionId }) => ({ Key, VersionId }))
    if (Objects.length > 0) {
      const command = new DeleteObjectsCommand({ Bucket: bucketName, Delete: { Objects, Quiet: true } })
      const { Errors = [] } = await s3.send(command)
      kept += Errors.length
    }
    if (!page.IsTruncated) return kept
    after = { KeyMarker: page.NextKeyMarker, VersionIdMarker: page.NextVersionIdMarker }
  }
}
