import fc from 'fast-check'
import { type CryptoKey, exportSPKI, generateKeyPair, SignJWT } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { givenOidc, tokensOf } from '../../local/oidc/given.ts'
import {
  claimsOf,
  givenIssuer,
  givenVerifier,
  type Issuer,
  type Key,
  newKey,
  nowSeconds,
  sign,
  signText,
} from './given.ts'

let issuer: Issuer
let key: Key
let stranger: Key

beforeAll(async () => {
  ;[issuer, key, stranger] = await Promise.all([givenIssuer(), newKey('one'), newKey('one')])
  issuer.publish(key)
})
afterAll(() => issuer.close())

const verify = (token: string) => givenVerifier(issuer.url).verify(token)
const claims = (changes: Record<string, unknown> = {}) => claimsOf(issuer.url, changes)
const genuine = (changes: Record<string, unknown> = {}) => sign(claims(changes), key)

describe('an access token', () => {
  it('says who, through which client, for what and since when', async () => {
    const at = nowSeconds() - 100
    expect(await verify(await genuine({ auth_time: at }))).toEqual({
      ...{ subject: 'uma', clientId: 'dashboard', scopes: ['openid', 'soundkeep/api'], signInId: 'sign-in' },
      signedInAt: new Date(at * 1000).toISOString(),
    })
    const ofARecorder = { sub: 'rec-acme', client_id: 'rec-acme', scope: 'soundkeep/ingest', origin_jti: undefined }
    expect(await verify(await genuine(ofARecorder))).toMatchObject({
      ...{ subject: 'rec-acme', clientId: 'rec-acme', scopes: ['soundkeep/ingest'], signInId: null },
    })
  })

  it('of the local issuer is taken, of people and of recorders', async () => {
    await using oidc = await givenOidc()
    const { verify: verifyLocal } = givenVerifier(oidc.issuer)
    expect(await verifyLocal(await oidc.mintAccessToken('rec-acme'))).toMatchObject({ subject: 'rec-acme' })
    // Its dashboard has a name of its own, by which none of its people is a recorder.
    const { access_token: token = '', id_token: idToken = '' } = await tokensOf(oidc, 'uma')
    expect(await verifyLocal(token)).toBeUndefined()
    const { oidcVerifier } = await import('../../../functions/adapters/oidc/index.ts')
    const its = oidcVerifier({ issuer: oidc.issuer, dashboardClientId: 'soundkeep-dashboard' })
    expect(await its.verify(token)).toMatchObject({ clientId: 'soundkeep-dashboard', signInId: expect.any(String) })
    expect(await its.verify(idToken)).toBeUndefined()
  })

  it.for([
    ['exp', -50, true],
    ['exp', -70, false],
    ['iat', 50, true],
    ['iat', 70, false],
    ['auth_time', 50, true],
    ['auth_time', 70, false],
    ['nbf', 50, true],
    ['nbf', 70, false],
  ] as const)('whose %s is %i seconds from now is taken: %s', async ([name, seconds, isTaken]) => {
    const verified = await verify(await genuine({ [name]: nowSeconds() + seconds }))
    expect(verified !== undefined).toBe(isTaken)
  })

  it.for([
    ['of another issuer', { iss: 'https://elsewhere.example' }],
    ['of an issuer whose name begins alike', { iss: 'http://127.0.0.1' }],
    ['of several issuers', { iss: ['x'] }],
    ['of no issuer', { iss: undefined }],
    ['without an end', { exp: undefined }],
    ['with an end in words', { exp: '9999999999' }],
    ['with an end that is no date', { exp: 1e300 }],
    ['with a start in words', { iat: 'now' }],
    ['without a start', { iat: undefined }],
    ['from before time', { auth_time: -1e17 }],
    ['with a nbf in words', { nbf: 'now' }],
    ['that is an ID token', { token_use: 'id' }],
    ['of no use', { token_use: undefined }],
    ['without a subject', { sub: undefined }],
    ['with an empty subject', { sub: '' }],
    ['with an endless subject', { sub: 'u'.repeat(129) }],
    ['with a subject that is no text', { sub: ['uma'] }],
    ['of another client', { client_id: 'somebody-elses-app' }],
    ['of no client', { client_id: undefined }],
    ['without a scope', { scope: undefined }],
    ['with an empty scope', { scope: '' }],
    ['with scopes in a list', { scope: ['soundkeep/api'] }],
    ['with a scope between two spaces', { scope: 'openid  soundkeep/api' }],
  ] satisfies [string, Record<string, unknown>][])('%s is nobody’s', async ([, changes]) => {
    expect(await verify(await genuine(changes))).toBeUndefined()
  })
})

const genuineHeader = () => JSON.stringify({ alg: 'RS256', kid: 'one' })
const text = (changes: Record<string, unknown> = {}) => JSON.stringify(claims(changes))

/** RFC 8725, the best current practice for JWTs: its threats by section, each as the token that carries it out. */
const attacks: [what: string, token: () => Promise<string>][] = [
  [
    '2.1: alg none, no signature',
    async () => {
      const none = Buffer.from('{"alg":"none","kid":"one"}').toString('base64url')
      return `${none}.${Buffer.from(text()).toString('base64url')}.`
    },
  ],
  [
    '2.1: alg NoNe, the genuine signature',
    async () => {
      const [, payload, signature] = (await genuine()).split('.')
      return `${Buffer.from('{"alg":"NoNe","kid":"one"}').toString('base64url')}.${payload}.${signature}`
    },
  ],
  ['2.1: HS256 with the public key as the secret', async () => signSecret(await exportSPKI(key.publicKey))],
  ['2.1: HS256 with the published JWK as the secret', () => signSecret(JSON.stringify(key.jwk))],
  ['2.2: HS256 with an empty secret', () => signSecret('\0')],
  ['2.1: PS256 by the same key', () => signOther('PS256', { name: 'RSA-PSS', hash: 'SHA-256' })],
  ['2.1: RS512 by the same key', () => signOther('RS512', { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-512' })],
  ['2.1: ES256', () => signNew('ES256')],
  ['3.1: no alg', () => signText('{"kid":"one"}', text(), key)],
  ['3.10: no kid', () => signText('{"alg":"RS256"}', text(), key)],
  ['3.10: a kid that is no text', () => signText('{"alg":"RS256","kid":["one"]}', text(), key)],
  ['3.10: an unknown kid', () => sign(claims(), { ...key, kid: 'two' })],
  ['3.10: a kid that is a path', () => sign(claims(), { ...key, kid: '../../dev/null' })],
  ['3.10: an endless kid', () => sign(claims(), { ...key, kid: 'k'.repeat(300) })],
  ['3.10: a kid of every object', () => sign(claims(), { ...key, kid: '__proto__' })],
  ['3.3: a stranger’s key under the known kid', () => sign(claims(), stranger)],
  ['3.10: its own key in jwk', () => sign(claims(), stranger, { jwk: stranger.jwk })],
  ...(['jwk', 'jku', 'x5u', 'x5c', 'x5t', 'x5t#S256', 'crit', 'b64', 'zip', 'enc', 'cty'] as const).map(
    (name): [string, () => Promise<string>] => [
      `3.10: ${name} beside a genuine signature`,
      () => signText(JSON.stringify({ alg: 'RS256', kid: 'one', [name]: name === 'b64' ? true : [] }), text(), key),
    ],
  ),
  ['3.11: a token of another type', () => sign(claims(), key, { typ: 'logout+jwt' })],
  ['2.4: alg twice', () => signText('{"alg":"none","alg":"RS256","kid":"one"}', text(), key)],
  ['2.4: alg twice, once escaped', () => signText('{"\\u0061lg":"none","alg":"RS256","kid":"one"}', text(), key)],
  ['2.4: sub twice', () => signText(genuineHeader(), text().replace('{', '{"sub":"sam",'), key)],
  ['2.4: __proto__', () => signText(genuineHeader(), text().replace('{', '{"__proto__":{"sub":"sam"},'), key)],
  ['2.4: claims that are a list', () => signText(genuineHeader(), `[${text()}]`, key)],
  ['2.4: claims that are null', () => signText(genuineHeader(), 'null', key)],
  ['2.4: claims after a byte order mark', () => signText(genuineHeader(), `\ufeff${text()}`, key)],
  ['2.4: a header that is no JSON', () => signText(`${genuineHeader()},`, text(), key)],
  ['2.4: claims that nest deep', () => signText(genuineHeader(), text({ deep: JSON.parse('[[[[[]]]]]') }), key)],
  ['2.6: UTF-16 for UTF-8', () => signText(genuineHeader(), Buffer.from(text(), 'utf16le').toString('latin1'), key)],
]

const signSecret = (secret: string) =>
  new SignJWT(claims()).setProtectedHeader({ alg: 'HS256', kid: 'one' }).sign(new TextEncoder().encode(secret))

async function signOther(alg: string, algorithm: RsaHashedImportParams): Promise<string> {
  const exported = await crypto.subtle.exportKey('pkcs8', key.privateKey)
  const same: CryptoKey = await crypto.subtle.importKey('pkcs8', exported, algorithm, false, ['sign'])
  return new SignJWT(claims()).setProtectedHeader({ alg, kid: 'one' }).sign(same)
}

async function signNew(alg: string): Promise<string> {
  const { privateKey } = await generateKeyPair(alg)
  return new SignJWT(claims()).setProtectedHeader({ alg, kid: 'one' }).sign(privateKey)
}

describe('an attack of RFC 8725', () => {
  it.for(attacks)('section %s, opens nothing', async ([, token]) => {
    expect(await verify(await token())).toBeUndefined()
  })

  it('fails for what the attack is: the same token without it is taken', async () => {
    expect(await verify(await signText(genuineHeader(), text(), key))).toBeDefined()
    expect(await verify(await sign(claims(), key, { typ: 'JWT', vendor: 'x' }))).toBeDefined()
  })
})

describe('the spelling of a token', () => {
  it.for([
    ['padding', (token: string) => `${token}=`],
    ['padding of the header', (token: string) => token.replace('.', '=.')],
    ['a space before', (token: string) => ` ${token}`],
    ['a line after', (token: string) => `${token}\n`],
    ['a line within', (token: string) => token.replace('.', '.\n')],
    ['a NUL', (token: string) => `${token}\0`],
    ['a fourth part', (token: string) => `${token}.`],
    ['a part less', (token: string) => token.slice(0, token.lastIndexOf('.'))],
    ['JSON serialization', (token: string) => JSON.stringify({ payload: token.split('.')[1] })],
    ['the alphabet of base64', (token: string) => swapAlphabet(token)],
    ['other last bits', (token: string) => `${token.slice(0, -1)}${nextInAlphabet(token.slice(-1))}`],
    ['a signature twice', (token: string) => `${token}${token.slice(token.lastIndexOf('.') + 1)}`],
    ['a length past the bound', (token: string) => `${token}${'A'.repeat(8_192)}`],
  ] as const)('counts: %s makes it nobody’s', async ([, change]) => {
    const token = await genuine({ note: '???>>>~~~' }) // has both letters in which the alphabets differ
    expect(change(token)).not.toBe(token)
    expect(await verify(token)).toBeDefined()
    expect(await verify(change(token))).toBeUndefined()
  })

  it('is looked at before anything is fetched', async () => {
    issuer.asked = 0
    for (const token of ['', 'a.b.c', '.'.repeat(100_000), 'x'.repeat(1_000_000)]) await verify(token)
    expect(issuer.asked).toBe(0)
  })

  it('changed anywhere opens nothing, and never throws', async () => {
    const verifier = givenVerifier(issuer.url)
    const token = await genuine()
    const [header = '', payload = '', signature = ''] = token.split('.')
    const place = fc.nat(token.length - 1)
    const letter = fc.oneof(fc.constantFrom(...'AZaz09-_.=+/ \n'), fc.string({ unit: 'binary', maxLength: 3 }))
    const json = fc.json().map((written) => Buffer.from(written).toString('base64url'))
    const part = fc.oneof(fc.string(), json, fc.constantFrom(header, payload, signature, ''))
    const mutated = fc.oneof(
      fc.tuple(place, letter).map(([at, one]) => token.slice(0, at) + one + token.slice(at + 1)),
      fc.tuple(place, letter).map(([at, one]) => token.slice(0, at) + one + token.slice(at)),
      fc.tuple(place, place).map(([from, to]) => token.slice(0, from) + token.slice(to)),
      fc.array(part, { maxLength: 5 }).map((parts) => parts.join('.')),
      fc.tuple(json, json).map(([one, other]) => `${one}.${other}.${signature}`),
      fc.dictionary(fc.constantFrom('alg', 'kid', 'typ', 'crit', 'jwk', '__proto__'), fc.jsonValue()).map((changes) => {
        const changed = JSON.stringify({ alg: 'RS256', kid: 'one', ...changes })
        return `${Buffer.from(changed).toString('base64url')}.${payload}.${signature}`
      }),
      fc.string({ unit: 'binary' }),
    )
    const property = fc.asyncProperty(mutated, async (other) => {
      if (other !== token) expect(await verifier.verify(other)).toBeUndefined()
    })
    await fc.assert(property, { numRuns: 3_000 })
  })

  it('with any genuinely signed claims is taken or refused, and never throws', async () => {
    const verifier = givenVerifier(issuer.url)
    const names = fc.constantFrom(...Object.keys(claims()), 'nbf', 'aud', 'jti', 'version')
    const value = fc.oneof(fc.jsonValue(), fc.double(), fc.constantFrom(1e300, -1e300, 0, -1, 253_402_300_800))
    const property = fc.asyncProperty(fc.dictionary(names, value, { minKeys: 1 }), async (changes) => {
      const verified = await verifier.verify(await signText(genuineHeader(), text(changes), key))
      if (verified) expect(verified.subject.length).toBeLessThan(129)
    })
    await fc.assert(property, { numRuns: 300 })
  })
})

function swapAlphabet(token: string): string {
  const swapped = token.replaceAll('-', '+').replaceAll('_', '/')
  return swapped
}

/** The last letter of a signature of 256 bytes carries 2 bits that say nothing. */
function nextInAlphabet(letter: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
  return alphabet.charAt(alphabet.indexOf(letter) ^ 1)
}
