import { createHash, randomBytes, randomInt } from 'node:crypto'
import type { Credential, Principal } from '../sigv4/index.ts'

/** An expired session is still known for so long, so that its owner reads "expired" rather than "unknown key". */
const REMEMBERED_AFTER_EXPIRY_MS = 60 * 60 * 1000
const ID_ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

export type Session = Credential & {
  readonly accessKeyId: string
  readonly sessionToken: string
  readonly expiresAt: Date
  /** Keys of the tags that a role assumed from this session inherits. */
  readonly transitiveTagKeys: readonly string[]
}

export type SessionStore = {
  mint(principal: Principal, transitiveTagKeys: readonly string[], durationSeconds: number): Session
  find(accessKeyId: string): Session | undefined
}

/** Sessions live in memory: after a restart the SDK is told that its key is unknown and asks for a new one. */
export function sessionStore(now: () => Date): SessionStore {
  const sessions = new Map<string, Session>()

  function forgetLongExpired(): void {
    const limit = now().getTime() - REMEMBERED_AFTER_EXPIRY_MS
    for (const [accessKeyId, session] of sessions) {
      if (session.expiresAt.getTime() < limit) sessions.delete(accessKeyId)
    }
  }

  return {
    mint(principal, transitiveTagKeys, durationSeconds) {
      forgetLongExpired()
      const session: Session = {
        accessKeyId: `ASIA${randomId(16)}`,
        secretAccessKey: randomBytes(30).toString('base64'),
        sessionToken: randomBytes(192).toString('base64'),
        // STS gives whole seconds, and a client must not believe in a longer life than the server grants.
        expiresAt: new Date(Math.floor(now().getTime() / 1000) * 1000 + durationSeconds * 1000),
        principal,
        transitiveTagKeys,
      }
      sessions.set(session.accessKeyId, session)
      return session
    },
    find: (accessKeyId) => sessions.get(accessKeyId),
  }
}

function randomId(length: number): string {
  return Array.from({ length }, () => ID_ALPHABET[randomInt(ID_ALPHABET.length)]).join('')
}

/** The unique id (AROA...) of a role: like IAM's it stays the same, here because it is derived from the ARN. */
export function roleIdOf(roleArn: string): string {
  const digest = createHash('sha256').update(roleArn).digest().subarray(0, 17)
  return `AROA${Array.from(digest, (byte) => ID_ALPHABET[byte % ID_ALPHABET.length]).join('')}`
}
