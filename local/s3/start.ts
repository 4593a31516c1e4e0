import { createServer, type Server as HttpServer, type RequestListener } from 'node:http'
import type { Duplex } from 'node:stream'
import { S3Error, type S3ErrorCode } from './errors.ts'
import { startDelivery } from './events/delivery.ts'
import { handle, type Server } from './http/handle.ts'
import { errorReply } from './http/send.ts'
import { openBlobs } from './store/blobs.ts'
import { settleBuckets } from './store/buckets.ts'
import { openDatabase } from './store/database.ts'
import { addToOutbox } from './store/outbox.ts'
import { isBlobNamed } from './store/versions.ts'
import type { LocalS3, LocalS3Options } from './types.ts'

const MAX_HEADER_BYTES = 32 * 1024
const HEADERS_TIMEOUT_MS = 60_000
/** A connection on which nothing moves; long, for a player that pauses stops reading as well. */
const IDLE_TIMEOUT_MS = 5 * 60_000
const KEEP_ALIVE_TIMEOUT_MS = 65_000
/** How long close() lets transfers go on before it cuts them. */
const CLOSE_GRACE_MS = 10_000

/**
 * Starts the local S3 on its state folder.
 *
 * @throws StateFolderError, whose message is one sentence for people, when the folder cannot be used; the listen error
 *   (code EADDRINUSE) when the port is taken
 */
export async function startS3(options: LocalS3Options): Promise<LocalS3> {
  const now = options.now ?? (() => new Date())
  const database = openDatabase(options.folder)
  try {
    settleBuckets(database, options.buckets, now())
    const blobs = await openBlobs(options.folder, (blob) => isBlobNamed(database, blob))
    const { onEvent, onFault = () => undefined } = options
    const delivery = onEvent === undefined ? undefined : startDelivery(database, onEvent, onFault)
    const server: Server = {
      options,
      region: options.region ?? 'us-east-1',
      database,
      blobs,
      now,
      announce: (event) => {
        if (onEvent !== undefined) addToOutbox(database, event)
      },
      settle: async (orphans) => {
        delivery?.wake()
        // The change is made; a file that cannot be deleted now is swept up at the next start.
        await Promise.all(orphans.map((blob) => blobs.remove(blob).catch(onFault)))
      },
    }
    const underWay = new Set<Promise<void>>()
    const http = httpServer(server, underWay)
    const port = await listen(http, options.host, options.port)
    delivery?.wake()
    let closing: Promise<void> | undefined
    return {
      url: `http://${options.host}:${port}`,
      port,
      close: () => {
        closing ??= (async () => {
          await closeHttp(http, underWay)
          await delivery?.stop()
          database.close()
        })()
        return closing
      },
    }
  } catch (error) {
    database.close()
    throw error
  }
}

function httpServer(server: Server, underWay: Set<Promise<void>>): HttpServer {
  const http = createServer({
    maxHeaderSize: MAX_HEADER_BYTES,
    headersTimeout: HEADERS_TIMEOUT_MS,
    // A slow upload may take its time as long as it moves.
    requestTimeout: 0,
    keepAliveTimeout: KEEP_ALIVE_TIMEOUT_MS,
  })
  const onRequest: RequestListener = (message, response) => {
    const work = handle(server, message, response)
    underWay.add(work)
    void work.finally(() => underWay.delete(work))
  }
  http.on('request', onRequest)
  // The operation itself says "continue", once it has decided to read the body.
  http.on('checkContinue', onRequest)
  http.on('clientError', answerUnreadable)
  http.setTimeout(IDLE_TIMEOUT_MS)
  return http
}

/** What node:http could not read as a request, in S3's words. */
const UNREADABLE: Readonly<Record<string, S3ErrorCode>> = {
  HPE_HEADER_OVERFLOW: 'RequestHeaderSectionTooLarge',
  HPE_INVALID_EOF_STATE: 'IncompleteBody',
  ERR_HTTP_REQUEST_TIMEOUT: 'RequestTimeout',
}

function answerUnreadable(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (!socket.writable || error.code === 'ECONNRESET') {
    socket.destroy()
    return
  }
  const { status, body } = errorReply(new S3Error(UNREADABLE[error.code ?? ''] ?? 'BadRequest'), undefined, {
    id: '',
    hostId: '',
  })
  const text = body?.kind === 'xml' ? body.text : ''
  const head = `HTTP/1.1 ${status} Bad Request\r\ncontent-type: application/xml\r\nconnection: close\r\ncontent-length: ${Buffer.byteLength(text)}\r\n\r\n`
  socket.end(head + text)
}

function listen(http: HttpServer, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    http.once('error', reject)
    http.listen(port, host, () => {
      http.off('error', reject)
      const address = http.address()
      resolve(typeof address === 'object' && address !== null ? address.port : port)
    })
  })
}

async function closeHttp(http: HttpServer, underWay: ReadonlySet<Promise<void>>): Promise<void> {
  const closed = new Promise<void>((resolve) => http.close(() => resolve()))
  const cut = setTimeout(() => http.closeAllConnections(), CLOSE_GRACE_MS)
  while (underWay.size > 0) await Promise.all(underWay)
  clearTimeout(cut)
  // Clients keep connections open for requests to come; there will be none.
  http.closeAllConnections()
  await closed
}
