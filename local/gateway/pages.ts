import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { extname, join, normalize, sep } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { cacheControlOf, contentTypes, pageHeaders, type Reach } from '../../functions/http/index.ts'

const compressible = new Set(['.css', '.html', '.js', '.json', '.svg', '.txt'])

async function isFile(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isFile() ?? false
}

/**
 * The dashboard's files as CloudFront serves them: hashed assets for a year, pages fresh, every path without an extension
 * the one page.
 */
export async function answerPage(
  folder: string,
  reach: Reach,
  request: IncomingMessage,
  response: ServerResponse,
  pathname: string,
): Promise<void> {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.writeHead(405, { allow: 'GET, HEAD' }).end()
    return
  }
  const wanted = normalize(join(folder, pathname))
  const isInside = wanted.startsWith(folder + sep)
  const path = extname(pathname) === '' ? join(folder, 'index.html') : wanted
  if (!isInside && wanted !== folder && wanted !== folder + sep) {
    response.writeHead(404).end()
    return
  }
  if (!(await isFile(path))) {
    response.writeHead(404, { 'content-type': 'text/plain; charset=utf-8' }).end('There is no such file.\n')
    return
  }
  const extension = extname(path)
  const isZipped = compressible.has(extension) && /\bgzip\b/.test(String(request.headers['accept-encoding'] ?? ''))
  response.writeHead(200, {
    'content-type': contentTypes[extension] ?? 'application/octet-stream',
    'cache-control': cacheControlOf(pathname),
    ...(isZipped && { 'content-encoding': 'gzip', vary: 'accept-encoding' }),
    ...pageHeaders(reach),
  })
  if (request.method === 'HEAD') {
    response.end()
    return
  }
  const file = createReadStream(path)
  await (isZipped ? pipeline(file, createGzip(), response) : pipeline(file, response))
}
