import { codeOf, stepAt } from '../../local/cognito/totp.ts'

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** Bytes of base32 without padding (RFC 4648 section 6). */
function bytesOf(base32: string): Uint8Array {
  const bits = [...base32].map((letter) => alphabet.indexOf(letter).toString(2).padStart(5, '0')).join('')
  return Uint8Array.from({ length: Math.floor(bits.length / 8) }, (_, at) =>
    Number.parseInt(bits.slice(at * 8, at * 8 + 8), 2),
  )
}

/** What an authenticator app shows for a key at this moment (RFC 6238). */
export const totpOf = (secret: string): string => codeOf(bytesOf(secret), stepAt(new Date()))
