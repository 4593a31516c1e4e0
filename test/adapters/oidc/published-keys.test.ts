import type { ServerResponse } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'
import { exportJWK, type JWK } from 'jose'
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { keyTimes } from '../../../functions/adapters/oidc/published-keys.ts'
import { claimsOf, givenIssuer, givenVerifier, type Issuer, type Key, newKey, nowSeconds, sign } from './given.ts'

let issuer: Issuer
let one: Key
let two: Key

beforeAll(async () => {
  ;[one, two] = await Promise.all([newKey('one'), newKey('two')])
})
beforeEach(async () => {
  issuer = await givenIssuer()
  issuer.publish(one)
})
afterEach(() => issuer.close())

/** Good for as long as the tests move the clock. */
const tokenBy = (key: Key) => sign(claimsOf(issuer.url, { exp: nowSeconds() + 1_000_000 }), key)
const fail = () => issuer.answerWith((response) => response.writeHead(500).end('no'))
const unavailable = { name: 'IssuerUnavailable' }

describe('keys of the issuer', () => {
  it('are asked for once, however many tokens come', async () => {
    const { verify } = givenVerifier(issuer.url)
    const token = await tokenBy(one)
    await Promise.all(Array.from({ length: 20 }, () => verify(token)))
    expect(await verify(token)).toBeDefined()
    expect(issuer.asked).toBe(1)
  })

  it('that were published since are found, once the pause is over', async () => {
    const { verify, pass } = givenVerifier(issuer.url)
    expect(await verify(await tokenBy(one))).toBeDefined()
    issuer.publish(one, two)
    expect(await verify(await tokenBy(two))).toBeUndefined()
    pass(keyTimes.cooldownMs)
    expect(await verify(await tokenBy(two))).toBeDefined()
    expect(issuer.asked).toBe(2)
  })

  it('that nobody knows make one question in each pause, not more', async () => {
    const { verify, pass } = givenVerifier(issuer.url)
    await verify(await tokenBy(one))
    const unknown = await Promise.all(
      Array.from({ length: 50 }, (_, index) => tokenBy({ ...two, kid: `unknown ${index}` })),
    )
    for (let round = 1; round <= 3; round++) {
      pass(keyTimes.cooldownMs)
      expect(new Set(await Promise.all(unknown.map(verify)))).toEqual(new Set([undefined]))
      for (const token of unknown) await verify(token)
      expect(issuer.asked).toBe(1 + round)
    }
  })

  it('that were taken back end with the time that an answer counts', async () => {
    const { verify, pass } = givenVerifier(issuer.url)
    const token = await tokenBy(one)
    expect(await verify(token)).toBeDefined()
    issuer.publish(two)
    pass(keyTimes.freshMs - 1_000)
    expect(await verify(token)).toBeDefined()
    pass(2_000)
    expect(await verify(token)).toBeUndefined()
    expect(await verify(await tokenBy(two))).toBeDefined()
  })

  it('that were taken back all at once end too', async () => {
    const { verify, pass } = givenVerifier(issuer.url)
    const token = await tokenBy(one)
    await verify(token)
    issuer.publish()
    pass(keyTimes.freshMs + 1_000)
    expect(await verify(token)).toBeUndefined()
  })
})

describe('an issuer that does not answer', () => {
  it('leaves known keys working for an hour, then it is our trouble', async () => {
    const { verify, pass } = givenVerifier(issuer.url)
    const token = await tokenBy(one)
    await verify(token)
    fail()
    for (let passed = 0; passed + 600_000 < keyTimes.staleMs; passed += 600_000) {
      pass(600_000)
      expect(await verify(token)).toBeDefined()
    }
    pass(600_000)
    await expect(verify(token)).rejects.toMatchObject(unavailable)
    issuer.publish(one)
    pass(keyTimes.retryMs)
    expect(await verify(token)).toBeDefined()
  })

  it('is not asked more often for it', async () => {
    const { verify, pass } = givenVerifier(issuer.url)
    const [known, unknown] = [await tokenBy(one), await tokenBy(two)]
    await verify(known)
    fail()
    pass(keyTimes.freshMs)
    for (let time = 0; time < 20; time++) {
      expect(await verify(known)).toBeDefined()
      await expect(verify(unknown)).rejects.toMatchObject(unavailable)
    }
    expect(issuer.asked).toBe(2)
  })

  it('at a first start is asked again soon, and not by each request', async () => {
    fail()
    const { verify, pass } = givenVerifier(issuer.url)
    const token = await tokenBy(one)
    for (let time = 0; time < 5; time++) await expect(verify(token)).rejects.toMatchObject(unavailable)
    expect(issuer.asked).toBe(1)
    issuer.publish(one)
    pass(keyTimes.retryMs)
    expect(await verify(token)).toBeDefined()
  })

  it.for([
    ['answers 500', () => fail()],
    ['sends elsewhere', () => issuer.answerWith((response) => response.writeHead(302, { location: '/other' }).end())],
    ['answers what is no JSON', () => issuer.answerWith((response) => response.writeHead(200).end('hello'))],
    ['answers what are no keys', () => issuer.answerWith((response) => response.writeHead(200).end('{"keys":"none"}'))],
    ['answers without an end', () => issuer.answerWith((response) => flood(response))],
    ['answers at more length than keys take', () => issuer.answerWith((response) => atLength(response))],
    ['answers more keys than anybody has', () => issuer.publish(...Array.from({ length: 21 }, () => one))],
    ['gives one name to two keys', () => issuer.publish(one, { ...two.jwk, kid: 'one' })],
    ['hangs up', () => issuer.answerWith((response) => response.destroy())],
  ] as const)('and %s is our trouble, not the caller’s', async ([, given]) => {
    given()
    await expect(givenVerifier(issuer.url).verify(await tokenBy(one))).rejects.toMatchObject(unavailable)
  })

  it('and says nothing is waited for no longer than a few seconds', async () => {
    let isCut = false
    issuer.answerWith((response) => {
      response.on('close', () => {
        isCut = true
      })
      response.writeHead(200).write('{')
    })
    await expect(givenVerifier(issuer.url).verify(await tokenBy(one))).rejects.toMatchObject(unavailable)
    while (!isCut) await wait(5)
  })

  it('and cannot be reached is our trouble too', async () => {
    const { verify } = givenVerifier('http://127.0.0.1:1')
    await expect(verify(await tokenBy(one))).rejects.toMatchObject(unavailable)
  })
})

describe('a key that is not one for RS256', () => {
  it.for([
    ['of another use', (jwk: JWK) => ({ ...jwk, use: 'enc' })],
    ['for another algorithm', (jwk: JWK) => ({ ...jwk, alg: 'RS512' })],
    ['of another kind', (jwk: JWK) => ({ kty: 'oct', kid: jwk.kid, k: 'c2VjcmV0' })],
    ['without a name', ({ kid: _, ...jwk }: JWK) => jwk],
    ['without a modulus', ({ n: _, ...jwk }: JWK) => jwk],
    ['with a modulus that is none', (jwk: JWK) => ({ ...jwk, n: '' })],
  ] as const)('%s is passed over', async ([, change]) => {
    issuer.publish(change(one.jwk) as JWK, two) // as wrong as the test wants it
    const { verify } = givenVerifier(issuer.url)
    expect(await verify(await tokenBy(one))).toBeUndefined()
    expect(await verify(await tokenBy(two))).toBeDefined()
  })

  it('with a short modulus is passed over', async () => {
    const short = await newKey('short', 1_024).catch(() => undefined)
    if (!short) return
    issuer.publish(short, two)
    expect(await givenVerifier(issuer.url).verify(await tokenBy(two))).toBeDefined()
  })

  it('with its private half is taken for its public one', async () => {
    issuer.publish({ ...(await exportJWK(one.privateKey)), kid: 'one' })
    expect(await givenVerifier(issuer.url).verify(await tokenBy(one))).toBeDefined()
  })
})

/** A good set of keys, in 64 kB of white space and more. */
function atLength(response: ServerResponse): void {
  response.writeHead(200).end(JSON.stringify({ keys: [one.jwk] }) + ' '.repeat(64 * 1024))
}

/** Writes until the other side hangs up. */
function flood(response: ServerResponse): void {
  response.writeHead(200)
  const more = () => {
    while (response.writable && response.write(' '.repeat(16_384)));
  }
  response.on('drain', more)
  more()
}
