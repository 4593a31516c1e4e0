import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { ConnectionError, messageOf, systemCodeOf } from './errors.ts'

/** Where to send, and as whom. */
export type Connection = {
  /** Without the API's base path and without a slash at the end. */
  url: string
  tokenUrl: string
  clientId: string
  clientSecret: string
  scope: string
  /** What to do when nobody answers there. */
  adviceIfSilent: string
}

export type Environment = Readonly<Record<string, string | undefined>>

const recordersSchema = z.object({
  url: z.url(),
  tokenUrl: z.url(),
  recorders: z.record(
    z.string(),
    z.object({ clientId: z.string(), clientSecret: z.string(), scope: z.string().default('soundkeep/ingest') }),
  ),
})

const deployed = ['SOUNDKEEP_URL', 'SOUNDKEEP_TOKEN_URL', 'SOUNDKEEP_CLIENT_ID', 'SOUNDKEEP_CLIENT_SECRET'] as const

/**
 * The Soundkeep of the environment's SOUNDKEEP_URL, else the local one that wrote `recorders.json` into the state folder.
 * Throws {@link ConnectionError} saying what is missing.
 */
export function readConnection(env: Environment, home: string, as: string | undefined): Connection {
  const connection = env.SOUNDKEEP_URL ? fromEnvironment(env, as) : fromStateFolder(home, as)
  for (const url of [connection.url, connection.tokenUrl]) refuseOpenLine(url)
  return connection
}

function fromEnvironment(env: Environment, as: string | undefined): Connection {
  const missing = deployed.filter((name) => !env[name])
  if (missing.length > 0) {
    throw new ConnectionError(`SOUNDKEEP_URL is set, and ${missing.join(', ')} must be set beside it.`)
  }
  const [url = '', tokenUrl = '', clientId = '', clientSecret = ''] = deployed.map((name) => env[name])
  if (as !== undefined && as !== clientId) {
    throw new ConnectionError(`--as says ${as}, and SOUNDKEEP_CLIENT_ID says ${clientId}: leave out one of them.`)
  }
  for (const address of [url, tokenUrl]) {
    if (!URL.canParse(address)) throw new ConnectionError(`"${address}" is not a URL: write it as https://host.`)
  }
  return {
    url: url.replace(/\/+$/, ''),
    tokenUrl,
    clientId,
    clientSecret,
    scope: env.SOUNDKEEP_SCOPE ?? 'soundkeep/ingest',
    adviceIfSilent: 'check SOUNDKEEP_URL and SOUNDKEEP_TOKEN_URL, and the network.',
  }
}

function fromStateFolder(home: string, as: string | undefined): Connection {
  const path = join(home, 'recorders.json')
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    if (systemCodeOf(error) !== 'ENOENT') throw new ConnectionError(`${path} cannot be read: ${messageOf(error)}`)
    throw new ConnectionError(
      `${path} does not exist: start Soundkeep with "npm start", or set SOUNDKEEP_URL for one that runs elsewhere.`,
    )
  }
  const file = recordersSchema.safeParse(jsonOf(text))
  if (!file.success)
    throw new ConnectionError(`${path} is damaged: start Soundkeep with "npm start" to have it written anew.`)
  const { url, tokenUrl, recorders } = file.data
  const names = Object.keys(recorders)
  const only = names.length === 1 ? names[0] : undefined
  const name = as ?? only
  const recorder = name !== undefined && Object.hasOwn(recorders, name) ? recorders[name] : undefined
  if (!recorder) {
    const list = names.length === 0 ? 'none' : names.join(' or ')
    throw new ConnectionError(
      name === undefined
        ? `Say which recorder this is: --as ${list}.`
        : `There is no recorder "${name}" here: --as ${list}.`,
    )
  }
  return { url: url.replace(/\/+$/, ''), tokenUrl, ...recorder, adviceIfSilent: 'start it with "npm start".' }
}

/** A secret or a call does not go over the network in the clear. */
function refuseOpenLine(address: string): void {
  const { protocol, hostname } = new URL(address)
  const isHere = /^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname)
  if (protocol === 'https:' || (protocol === 'http:' && isHere)) return
  throw new ConnectionError(
    `${protocol}//${hostname} is not encrypted: use https:// for a Soundkeep that is not on this machine.`,
  )
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
