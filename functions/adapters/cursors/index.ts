import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import type { Cursors } from '../../ports/index.ts'

const algorithm = 'aes-256-gcm'
const ivBytes = 12
const tagBytes = 16

/** Keys by id, each 32 bytes; `current` seals, all of them open, so that keys can rotate. */
export type CursorKeys = { current: string; keys: Readonly<Record<string, Buffer>> }

/** Without the parser's own words, which quote what they cannot read. */
function parseJson(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return undefined
  }
}

/**
 * Reads `{"current":"k1","keys":{"k1":"<base64 of 32 bytes>"}}`.
 * @throws Error in one sentence for anything else
 */
export function parseCursorKeys(json: string): CursorKeys {
  const parsed = parseJson(json)
  if (typeof parsed === 'object' && parsed !== null && 'current' in parsed && 'keys' in parsed) {
    const { current, keys } = parsed
    if (typeof current === 'string' && typeof keys === 'object' && keys !== null) {
      const decoded = Object.entries(keys).map(([id, key]) => [id, Buffer.from(String(key), 'base64')] as const)
      if (decoded.every(([, key]) => key.length === 32) && decoded.some(([id]) => id === current)) {
        return { current, keys: Object.fromEntries(decoded) }
      }
    }
  }
  throw new Error('CURSOR_KEYS must name a current key among keys of 32 bytes each, in base64.')
}

/** `<key id>.<base64url of iv, ciphertext and 16-byte tag>`; what it is bound to is authenticated with it. */
export function sealedCursors({ current, keys }: CursorKeys): Cursors {
  const bound = (keyId: string, boundTo: readonly string[]) => Buffer.from(JSON.stringify([keyId, ...boundTo]))
  return {
    async seal(position, boundTo) {
      const key = keys[current]
      if (!key) throw new Error('the current cursor key is missing')
      const iv = randomBytes(ivBytes)
      const cipher = createCipheriv(algorithm, key, iv, { authTagLength: tagBytes }).setAAD(bound(current, boundTo))
      const sealed = Buffer.concat([iv, cipher.update(position, 'utf8'), cipher.final(), cipher.getAuthTag()])
      return `${current}.${sealed.toString('base64url')}`
    },
    async open(cursor, boundTo) {
      const [keyId = '', text = ''] = cursor.split('.')
      const key = Object.hasOwn(keys, keyId) ? keys[keyId] : undefined
      const sealed = Buffer.from(text, 'base64url')
      // Buffer passes over what is not base64url: a cursor has one spelling.
      if (`${keyId}.${sealed.toString('base64url')}` !== cursor) return undefined
      if (!key || sealed.length < ivBytes + tagBytes) return undefined
      const decipher = createDecipheriv(algorithm, key, sealed.subarray(0, ivBytes), { authTagLength: tagBytes })
      decipher.setAAD(bound(keyId, boundTo)).setAuthTag(sealed.subarray(-tagBytes))
      try {
        const opened = [decipher.update(sealed.subarray(ivBytes, -tagBytes)), decipher.final()]
        return Buffer.concat(opened).toString('utf8')
      } catch {
        return undefined // altered, or made for something else
      }
    },
  }
}
