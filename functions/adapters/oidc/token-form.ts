import * as z from 'zod'
import { jsonFault } from '../../contract/index.ts'

/** API Gateway takes headers of 10 kB all together; Cognito's access tokens have about 1 kB. */
const maxTokenLength = 8_192
const bounds = { maxDepth: 4, maxNodes: 400 }

/**
 * Names in a header that bring a key of their own or change what is signed (RFC 7515 section 4.1, RFC 7797). None is
 * Cognito's, and a token that names one is nobody's (RFC 8725 section 3.10).
 */
const foreignNames = ['jwk', 'jku', 'x5u', 'x5c', 'x5t', 'x5t#S256', 'crit', 'b64', 'zip', 'enc', 'cty']

const headerSchema = z
  .looseObject({
    alg: z.literal('RS256'),
    kid: z.string().min(1).max(256),
    /** Cognito's tokens name no type; another one than this would be a token for something else (RFC 8725 section 3.11). */
    typ: z.literal('JWT').optional(),
  })
  .refine((header) => !foreignNames.some((name) => Object.hasOwn(header, name)))

/**
 * Holds a token to the one form in which an issuer writes it (RFC 7515 section 7.1), before a key is looked for: three parts
 * of base64url without padding, its last bits zero; a header and claims that are JSON objects without a name twice.
 * @returns the name of the key that is to have signed it, undefined for a token in any other form
 */
export function keyNameOf(token: string): string | undefined {
  if (token.length > maxTokenLength) return undefined
  const parts = token.split('.', 4)
  const [header = '', claims = '', signature = ''] = parts
  if (parts.length !== 3 || !isBase64url(signature) || objectIn(claims) === undefined) return undefined
  return headerSchema.safeParse(objectIn(header)).data?.kid
}

/** What has another spelling of the same bytes is not written by the issuer. */
function isBase64url(text: string): boolean {
  return text !== '' && Buffer.from(text, 'base64url').toString('base64url') === text
}

const strictText = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

function objectIn(part: string): object | undefined {
  if (!isBase64url(part)) return undefined
  try {
    const text = strictText.decode(Buffer.from(part, 'base64url'))
    const value: unknown = jsonFault(text, bounds) === undefined ? JSON.parse(text) : undefined
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined
  } catch {
    return undefined
  }
}
