import { randomInt } from 'node:crypto'
import type { DatabaseSync } from 'node:sqlite'
import { sha256Hex } from '../../sigv4/index.ts'

export type Secret = { readonly id: string; readonly createdAt: Date }

/** A recorder's client. Of its secrets the SHA-256 is kept: they are random and long, so nothing slower is needed. */
export type Client = { readonly id: string; readonly name: string; readonly secretHashes: readonly string[] }

export type Clients = {
  all(): Client[]
  isThere(clientId: string): boolean
  create(client: { name: string; id?: string; secret?: string }): { id: string; secret: string; createdAt: Date }
  /** Oldest first. */
  secretsOf(clientId: string): Secret[]
  addSecret(clientId: string): (Secret & { readonly value: string }) | 'tooMany'
  removeSecret(clientId: string, secretId: string): 'removed' | 'absent' | 'last'
  /** False for a client that is not there. */
  remove(clientId: string): boolean
}

const MAX_SECRETS = 2
const ALPHABET = '0123456789abcdefghijklmnopqrstuvwxyz'

/** As long, and of the same characters, as those that Cognito makes. */
const CLIENT_ID_LENGTH = 26
const SECRET_LENGTH = 51

const randomText = (length: number) => Array.from({ length }, () => ALPHABET[randomInt(ALPHABET.length)]).join('')

export function clientsIn(database: DatabaseSync, now: () => Date): Clients {
  const all = database.prepare('SELECT id, name FROM client ORDER BY created_at, id')
  const hashes = database.prepare('SELECT hash FROM client_secret WHERE client_id = ? ORDER BY created_at')
  const find = database.prepare('SELECT id FROM client WHERE id = ?')
  const insert = database.prepare('INSERT INTO client (id, name, created_at) VALUES (?, ?, ?)')
  const secrets = database.prepare(
    'SELECT id, created_at FROM client_secret WHERE client_id = ? ORDER BY created_at, id',
  )
  const insertSecret = database.prepare(
    'INSERT INTO client_secret (id, client_id, hash, created_at) VALUES (?, ?, ?, ?)',
  )
  const removeSecret = database.prepare('DELETE FROM client_secret WHERE id = ?')
  const remove = database.prepare('DELETE FROM client WHERE id = ?')

  const secretsOf = (clientId: string): Secret[] =>
    secrets.all(clientId).map((row) => ({ id: String(row.id), createdAt: new Date(Number(row.created_at)) }))

  function storeSecret(clientId: string, value: string): Secret {
    // A secret's id is made of its time, and two may be made within one millisecond.
    const last = secretsOf(clientId).at(-1)?.createdAt.getTime() ?? 0
    const createdAt = new Date(Math.max(now().getTime(), last + 1))
    const id = `${clientId}--${createdAt.getTime()}`
    insertSecret.run(id, clientId, sha256Hex(value), createdAt.getTime())
    return { id, createdAt }
  }

  return {
    all: () =>
      all.all().map(({ id, name }) => ({
        ...{ id: String(id), name: String(name) },
        secretHashes: hashes.all(String(id)).map(({ hash }) => String(hash)),
      })),
    isThere: (clientId) => find.get(clientId) !== undefined,
    create({ name, id = randomText(CLIENT_ID_LENGTH), secret = randomText(SECRET_LENGTH) }) {
      insert.run(id, name, now().getTime())
      const { createdAt } = storeSecret(id, secret)
      return { id, secret, createdAt }
    },
    secretsOf,
    addSecret(clientId) {
      if (secretsOf(clientId).length >= MAX_SECRETS) return 'tooMany'
      const value = randomText(SECRET_LENGTH)
      return { ...storeSecret(clientId, value), value }
    },
    removeSecret(clientId, secretId) {
      const known = secretsOf(clientId)
      if (!known.some(({ id }) => id === secretId)) return 'absent'
      if (known.length === 1) return 'last'
      removeSecret.run(secretId)
      return 'removed'
    },
    remove: (clientId) => remove.run(clientId).changes === 1,
  }
}
