import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { answerApi, type InvokeRoom } from './api.ts'
import { answerPage, type Reach } from './pages.ts'

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
}

export type Gateway = { url: string; port: number; close(): Promise<void> }

/**
 * One origin for the dashboard and `/api/*`, as CloudFront makes it in the cloud.
 * @throws the listen error (EADDRINUSE for a taken port)
 */
export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  let isClosing = false
  const server = createServer(async (request, response) => {
    if (isClosing) response.setHeader('connection', 'close')
    try {
      const url = new URL(request.url ?? '/', `http://${request.headers.host ?? 'localhost'}`)
      if (url.pathname === '/api' || url.pathname.startsWith('/api/')) {
        await answerApi(options.invoke, request, response, url)
      } else if (url.pathname === '/config.json') {
        response.writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-cache' })
        response.end(JSON.stringify(options.config()))
      } else if (options.pagesFolder) {
        await answerPage(options.pagesFolder, options.reach(), request, response, url.pathname)
      } else {
        response.writeHead(404).end()
      }
    } catch {
      // The client went away, or sent an address that is none.
      if (response.headersSent) response.destroy()
      else response.writeHead(400).end()
    }
  })
  server.listen(options.port, options.host)
  await once(server, 'listening')
  // A listening TCP server has an AddressInfo; the other forms belong to pipes.
  const { port } = server.address() as AddressInfo
  return {
    url: `http://${options.host}:${port}`,
    port,
    async close() {
      isClosing = true
      const closed = once(server, 'close')
      server.close()
      server.closeIdleConnections()
      await closed
    },
  }
}
