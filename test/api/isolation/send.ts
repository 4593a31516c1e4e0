import { Agent, request } from 'node:http'

export type Sent = { method: string; path: string; headers: Record<string, string>; body: string | undefined }
export type Received = { status: number; headers: Record<string, string>; text: string }
export type Send = (sent: Sent) => Promise<Received>

/** Sends to the API over connections that stay open. */
export function sender(apiUrl: string): { send: Send; close: () => void } {
  const agent = new Agent({ keepAlive: true, maxSockets: 8 })
  const send: Send = ({ method, path, headers, body }) =>
    new Promise((resolve, reject) => {
      const sending = request(apiUrl + path, { method, headers, agent }, (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('error', reject)
        response.on('end', () => {
          const all = Object.entries(response.headers).map(([name, value]) => [name, String(value)])
          const text = Buffer.concat(chunks).toString('utf8')
          resolve({ status: response.statusCode ?? 0, headers: Object.fromEntries(all), text })
        })
      })
      sending.on('error', reject)
      sending.end(body)
    })
  return { send, close: () => agent.destroy() }
}
