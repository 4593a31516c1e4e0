import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

export type FaultyLine = {
  url: string
  /** Requests that came since the last {@link FaultyLine.breakAt} or {@link FaultyLine.mend}. */
  count(): number
  /**
   * From the request of that number on (from 1) nobody answers any more, as when a function is killed there. `isDone`: what
   * that request asked for is done all the same, and only its answer is lost.
   */
  breakAt(request: number, isDone: boolean): void
  mend(): void
  close(): Promise<void>
}

/** A refusal that no client tries again, whatever was asked. */
const refusal = JSON.stringify({ __type: 'com.amazon.coral.service#AccessDeniedException', message: 'killed' })

/** Stands between functions and DynamoDB, and breaks when it is told to. */
export async function givenFaultyLine(target: string): Promise<FaultyLine> {
  let [count, breaksAt, isDone] = [0, Number.POSITIVE_INFINITY, false]
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    count += 1
    const refuse = () => response.writeHead(400, { 'content-type': 'application/x-amz-json-1.0' }).end(refusal)
    if (count > breaksAt || (count === breaksAt && !isDone)) return refuse()
    const { host: _host, connection: _connection, 'content-length': _length, ...headers } = request.headers
    const answer = await fetch(target + request.url, {
      method: request.method ?? 'POST',
      headers: Object.entries(headers).map(([name, value]) => [name, String(value)]),
      body: Buffer.concat(chunks),
    })
    const body = Buffer.from(await answer.arrayBuffer())
    if (count >= breaksAt) return refuse()
    const type = answer.headers.get('content-type') ?? 'application/x-amz-json-1.0'
    const crc = answer.headers.get('x-amz-crc32')
    response.writeHead(answer.status, { 'content-type': type, ...(crc && { 'x-amz-crc32': crc }) }).end(body)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo // a listening TCP server has no other kind of address
  return {
    url: `http://127.0.0.1:${port}`,
    count: () => count,
    breakAt(request, done) {
      ;[count, breaksAt, isDone] = [0, request, done]
    },
    mend() {
      ;[count, breaksAt] = [0, Number.POSITIVE_INFINITY]
    },
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
