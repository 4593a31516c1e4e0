import { get as getPlain, type IncomingMessage } from 'node:http'
import { get as getSecure } from 'node:https'

export type DocumentBounds = {
  /** For the whole exchange. */
  timeoutMs: number
  maxBytes: number
}

/**
 * A small document of the web as text. Of the AWS clients' own HTTP, which is there already: `fetch` would be loaded for this
 * alone, at every cold start.
 * @throws Error for any answer but 200, one that is too long, and one that takes too long; redirects are not followed
 */
export async function fetchDocument(url: URL, { timeoutMs, maxBytes }: DocumentBounds): Promise<string> {
  const response = await answerOf(url, AbortSignal.timeout(timeoutMs))
  if (response.statusCode !== 200) {
    response.destroy()
    throw new Error(`The answer is ${response.statusCode}`)
  }
  const chunks: Uint8Array[] = []
  let lengthBytes = 0
  for await (const chunk of response as AsyncIterable<Uint8Array>) {
    // as a stream without an encoding gives
    lengthBytes += chunk.length
    if (lengthBytes > maxBytes) throw new Error(`The answer is longer than ${maxBytes} bytes`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function answerOf(url: URL, signal: AbortSignal): Promise<IncomingMessage> {
  const get = url.protocol === 'https:' ? getSecure : getPlain
  return new Promise((resolve, reject) => {
    get(url, { agent: false, signal, headers: { accept: 'application/json' } }, resolve).on('error', reject)
  })
}
