import { importJWK } from 'jose'
import * as z from 'zod'
import { fetchDocument } from './fetch-document.ts'

/** The issuer's keys could not be had; it passes by itself. */
export class IssuerUnavailable extends Error {
  constructor(cause: unknown) {
    super('The issuer does not give its keys', { cause })
    this.name = 'IssuerUnavailable'
  }
}

export type PublishedKeys = {
  /**
   * @returns undefined for a key that the issuer does not publish
   * @throws IssuerUnavailable when that cannot be known
   */
  keyNamed(kid: string): Promise<CryptoKey | undefined>
}

/** How often the issuer is asked, and how long its answer counts. */
export const keyTimes = {
  /** Then the keys are asked for anew: a key that the issuer took back works this long at most. */
  freshMs: 10 * 60_000,
  /** Between two questions while keys are known, whoever asks for whatever key, and however the first one ended. */
  cooldownMs: 30_000,
  /** Between two questions while none are known, since nobody is served meanwhile. */
  retryMs: 2_000,
  /** While the issuer cannot be reached, known keys work this long after it last gave them. */
  staleMs: 60 * 60_000,
} as const

/** Cognito publishes two keys in some 800 bytes. */
const bounds = { timeoutMs: 3_000, maxBytes: 64 * 1024 }
const maxKeys = 20
const modulusBits = { least: 2_048, most: 8_192 }

const keySetSchema = z.object({ keys: z.array(z.looseObject({})).max(maxKeys) })
/** A key that signs with RS256 (RFC 7517 section 4); the set may hold others, which are passed over. */
const signingKeySchema = z.object({
  kty: z.literal('RSA'),
  kid: z.string().min(1),
  use: z.literal('sig').optional(),
  alg: z.literal('RS256').optional(),
  n: z.string(),
  e: z.string(),
})

type Keys = ReadonlyMap<string, CryptoKey>
type Known = { keys: Keys; atMs: number }

/**
 * The keys of an issuer, by the address of its JWK Set (RFC 7517 section 5), asked for when they are needed and in bounds that
 * no token moves ({@link keyTimes}). Requests that come at once share one question.
 */
export function publishedKeys(url: URL, nowMs: () => number): PublishedKeys {
  let known: Known | undefined
  /** Of the last question, by its end; `fault` is why it gave nothing. */
  let asked: { atMs: number; fault: unknown } | undefined
  let asking: Promise<void> | undefined

  async function ask(): Promise<void> {
    try {
      known = { keys: await fetchKeys(url), atMs: nowMs() }
      asked = { atMs: known.atMs, fault: undefined }
    } catch (fault) {
      asked = { atMs: nowMs(), fault }
    }
  }
  async function askUnlessJustDone(): Promise<void> {
    const pauseMs = usable() ? keyTimes.cooldownMs : keyTimes.retryMs
    if (!asking && asked && nowMs() < asked.atMs + pauseMs) return
    asking ??= ask().finally(() => {
      asking = undefined
    })
    await asking
  }
  const isYoungerThan = (ageMs: number) => known !== undefined && nowMs() < known.atMs + ageMs
  const usable = () => (isYoungerThan(keyTimes.staleMs) ? known?.keys : undefined)

  return {
    async keyNamed(kid) {
      if (!isYoungerThan(keyTimes.freshMs) || !known?.keys.has(kid)) await askUnlessJustDone()
      const key = usable()?.get(kid)
      // What the last question did not tell may be a key of since then.
      if (!key && (asked?.fault !== undefined || !usable())) throw new IssuerUnavailable(asked?.fault)
      return key
    },
  }
}

/** @throws Error for what is no JWK Set, or one that names a key twice */
async function fetchKeys(url: URL): Promise<Keys> {
  const { keys } = keySetSchema.parse(JSON.parse(await fetchDocument(url, bounds)))
  const signing = keys.flatMap((key) => signingKeySchema.safeParse(key).data ?? [])
  const imported = new Map<string, CryptoKey>()
  for (const { kid, kty, n, e } of signing) {
    if (imported.has(kid)) throw new Error('The issuer gives one name to two keys')
    // The public half alone, whatever else stands there; importJWK gives bytes for symmetric keys only.
    const key = (await importJWK({ kty, n, e }, 'RS256').catch(() => undefined)) as CryptoKey | undefined
    if (key && isOfFairSize(key)) imported.set(kid, key)
  }
  return imported
}

/** RFC 7518 section 3.3 asks for 2048 bits or more; much more only makes us work. */
function isOfFairSize({ algorithm }: CryptoKey): boolean {
  const { modulusLength } = algorithm as RsaHashedKeyAlgorithm // of a key imported for RS256
  return modulusLength >= modulusBits.least && modulusLength <= modulusBits.most
}
