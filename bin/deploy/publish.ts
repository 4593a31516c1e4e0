import { readdir, readFile } from 'node:fs/promises'
import { extname, join, relative, sep } from 'node:path'
import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3'
import { cacheControlOf, contentTypes } from '../../functions/http/index.ts'

/** What the dashboard reads at run time: one build serves every stage. */
export type DashboardConfig = { issuer: string; clientId: string; scope: string }

/** The page itself, which names all others. */
const entry = 'index.html'

/**
 * Puts the built dashboard into its bucket: the page last, so that what it names is there whenever it is asked for. Files of
 * former builds stay, for tabs that are open: their names hold hashes. Pages are never kept unasked (cacheControlOf), so
 * CloudFront shows the new one at once.
 * @param folder of the built files
 * @returns how many were put
 */
export async function publishDashboard(
  s3: S3Client,
  bucketName: string,
  folder: string,
  config: DashboardConfig,
): Promise<number> {
  const put = (name: string, body: Uint8Array | string) =>
    s3.send(
      new PutObjectCommand({
        ...{ Bucket: bucketName, Key: name, Body: body, CacheControl: cacheControlOf(`/${name}`) },
        ContentType: contentTypes[extname(name)] ?? 'application/octet-stream',
      }),
    )
  const names = await filesIn(folder)
  if (!names.includes(entry)) throw new Error(`There is no ${entry} in ${folder}: the dashboard was not built.`)
  for (const name of names) if (name !== entry) await put(name, await readFile(join(folder, name)))
  await put('config.json', JSON.stringify(config))
  await put(entry, await readFile(join(folder, entry)))
  return names.length + 1
}

/** With slashes, whatever the machine's own; files that begin with a dot are the builder's. */
async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries
    .filter((each) => each.isFile() && !each.name.startsWith('.'))
    .map(({ parentPath, name }) => relative(folder, join(parentPath, name)).split(sep).join('/'))
    .sort()
}
