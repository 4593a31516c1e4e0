import { randomBytes } from 'node:crypto'
import { link, mkdir, open, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK, type JWK } from 'jose'

/** What the issuer must keep to itself, and keep across restarts so that tokens and cookies stay good. */
export type Keys = {
  /** Private RS256 key with `kid`. */
  readonly signingJwk: JWK & { readonly kid: string }
  readonly signingKey: CryptoKey
  /** Signs the session cookie. */
  readonly cookieKey: string
}

type Stored = { readonly signingJwk: JWK & { readonly kid: string }; readonly cookieKey: string }

/**
 * Reads the keys of a state folder, making them the first time.
 *
 * @throws Error whose message says what to do when the file is damaged
 */
export async function loadKeys(stateFolder: string): Promise<Keys> {
  await mkdir(stateFolder, { recursive: true, mode: 0o700 })
  const path = join(stateFolder, 'keys.json')
  const stored = (await readKeys(path)) ?? (await makeKeys(path))
  try {
    const signingKey = await importJWK(stored.signingJwk, 'RS256')
    if (!(signingKey instanceof CryptoKey) || typeof stored.cookieKey !== 'string') throw new TypeError()
    return { ...stored, signingKey }
  } catch {
    throw damaged(path)
  }
}

async function readKeys(path: string): Promise<Stored | undefined> {
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
  try {
    // Its shape is proven by the caller, who imports the key.
    return JSON.parse(text) as Stored
  } catch {
    throw damaged(path)
  }
}

/** The file appears whole or not at all; where two processes start at once, the first one's keys hold for both. */
async function makeKeys(path: string): Promise<Stored> {
  const { privateKey } = await generateKeyPair('RS256', { modulusLength: 2048, extractable: true })
  const jwk = await exportJWK(privateKey)
  const stored = {
    signingJwk: { ...jwk, kid: await calculateJwkThumbprint(jwk), alg: 'RS256', use: 'sig' },
    cookieKey: randomBytes(32).toString('base64url'),
  }
  const draft = `${path}.${randomBytes(6).toString('hex')}`
  const file = await open(draft, 'wx', 0o600)
  try {
    await file.writeFile(JSON.stringify(stored))
    await file.sync()
  } finally {
    await file.close()
  }
  try {
    await link(draft, path)
    return stored
  } catch (error) {
    const earlier = await readKeys(path)
    if (earlier === undefined) throw error
    return earlier
  } finally {
    await rm(draft, { force: true })
  }
}

function damaged(path: string): Error {
  return new Error(
    `The sign-in keys in ${path} cannot be read; delete the file to make new ones (everybody signs in again).`,
  )
}
