import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Reach } from '../../functions/http/index.ts'
import { answerApi, type InvokeRoom } from './api.ts'
import { answerOutbox, type Outbox } from './outbox.ts'
import { answerPage } from './pages.ts'

export type GatewayOptions = {
  host: string
  /** 0 takes any free port. */
  port: number
  invoke: InvokeRoom
  /** The built dashboard; undefined serves the API alone. */
  pagesFolder: string | undefined
  /** What `/config.json` tells the dashboard. */
  config: () => Record<string, string>
  reach: () => Reach
  /** Mails that the cloud would have sent, newest first, which `/outbox` shows; there is no such page unless told. */
  outbox?: Outbox
  /** Told of what its clients see only as an Internal Server Error. */
  onFault?: (error: unknown) => void
}

export type Gateway = {
  url: string
  port: number
  /** Lets requests under way finish; may be called again. */
  close(): Promise<void>
}

/** How long requests under way may go on before they are cut. */
const closeGraceMs = 5_000

async function closeServer(server: Server): Promise<void> {
  const cut = setTimeout(() => server.closeAllConnections(), closeGraceMs)
  const closed = once(server, 'close')
  server.close()
  server.closeIdleConnections()
  await closed
  clearTimeout(cut)
}

/** Undefined where the request line and Host make no address. */
function addressOf(request: IncomingMessage): URL | undefined {
  return URL.parse(request.url ?? '/', `http://${request.headers.host ?? 'localhost'}`) ?? undefined
}

/**
 * One origin for the dashboard and `/api/*`, as CloudFront makes it in the cloud.
 * @throws the listen error (EADDRINUSE for a taken port)
 */
export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  let closing: Promise<void> | undefined
  const server = createServer(async (request, response) => {
    // An answer under way when the server closes would else leave its connection open.
    response.on('finish', () => closing && request.socket.end())
    try {
      const url = addressOf(request)
      if (!url) {
        response.writeHead(400).end()
      } else if (url.pathname === '/api' || url.pathname.startsWith('/api/')) {
        await answerApi(options.invoke, request, response, url, options.onFault)
      } else if (url.pathname === '/config.json') {
        const config = JSON.stringify(options.config())
        response.writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-cache' }).end(config)
      } else if (options.outbox && url.pathname === '/outbox') {
        answerOutbox(options.outbox, request, response)
      } else if (options.pagesFolder) {
        await answerPage(options.pagesFolder, options.reach(), request, response, url.pathname)
      } else {
        response.writeHead(404).end()
      }
    } catch (error) {
      // Who went away in the middle of a request or an answer is no fault of ours.
      if (!request.socket.destroyed) options.onFault?.(error)
      if (response.headersSent) response.destroy()
      else response.writeHead(500).end()
    }
  })
  server.listen(options.port, options.host)
  await once(server, 'listening')
  // A listening TCP server has an AddressInfo; the other forms belong to pipes.
  const { port } = server.address() as AddressInfo
  return {
    url: `http://${options.host}:${port}`,
    port,
    close() {
      closing ??= closeServer(server)
      return closing
    },
  }
}
