import { createHmac } from 'node:crypto'

const STEP_SECONDS = 30
const DIGITS = 6
const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** The one-time password of one step of time (RFC 6238; RFC 4226 section 5.3 for what is done with the hash). */
export function codeOf(secret: Uint8Array, step: number, digits = DIGITS): string {
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(step))
  const hash = createHmac('sha1', secret).update(counter).digest()
  const offset = (hash.at(-1) ?? 0) & 0xf
  const number = hash.readUInt32BE(offset) & 0x7fffffff
  return String(number % 10 ** digits).padStart(digits, '0')
}

export const stepAt = (time: Date) => Math.floor(time.getTime() / 1000 / STEP_SECONDS)

/**
 * The step whose code this is: the one of now, the one before or the one after, for clocks that differ (RFC 6238 section 5.2).
 *
 * @param afterStep steps up to this one are spent: a code is good once
 * @returns undefined for a wrong code
 */
export function stepOfCode(secret: Uint8Array, code: string, now: Date, afterStep: number): number | undefined {
  const current = stepAt(now)
  return [current - 1, current, current + 1].find((step) => step > afterStep && codeOf(secret, step) === code)
}

/** Base32 without padding (RFC 4648 section 6), as authenticator apps take a secret. */
export function base32(bytes: Uint8Array): string {
  const bits = Array.from(bytes, (byte) => byte.toString(2).padStart(8, '0')).join('')
  const groups = bits.match(/.{1,5}/g) ?? []
  return groups.map((group) => BASE32[Number.parseInt(group.padEnd(5, '0'), 2)]).join('')
}
