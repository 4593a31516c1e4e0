import { once } from 'node:events'
import { createServer, type Server, type ServerResponse } from 'node:http'
import { type CryptoKey, exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose'
import { oidcVerifier } from '../../../functions/adapters/oidc/index.ts'
import type { TokenVerifier } from '../../../functions/ports/index.ts'

export type Key = { kid: string; privateKey: CryptoKey; publicKey: CryptoKey; jwk: JWK }

export async function newKey(kid: string, modulusLength = 2_048): Promise<Key> {
  const { privateKey, publicKey } = await generateKeyPair('RS256', { modulusLength, extractable: true })
  return { kid, privateKey, publicKey, jwk: { ...(await exportJWK(publicKey)), kid, alg: 'RS256', use: 'sig' } }
}

export type Issuer = {
  url: string
  /** How often it was asked for its keys. */
  asked: number
  publish(...keys: (JWK | Key)[]): void
  /** What it answers instead, from now on. */
  answerWith(answer: (response: ServerResponse) => void): void
  close(): Promise<void>
}

/** An issuer whose keys are what the test says. */
export async function givenIssuer(): Promise<Issuer> {
  let answer: (response: ServerResponse) => void = (response) => response.writeHead(404).end()
  const server: Server = createServer((_request, response) => {
    issuer.asked += 1
    answer(response)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const issuer: Issuer = {
    url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`,
    asked: 0,
    publish(...keys) {
      const document = JSON.stringify({ keys: keys.map((key) => ('jwk' in key ? key.jwk : key)) })
      answer = (response) => response.writeHead(200, { 'content-type': 'application/json' }).end(document)
    },
    answerWith(given) {
      answer = given
    },
    async close() {
      server.closeAllConnections()
      await once(server.close(), 'close')
    },
  }
  return issuer
}

/** The verifier with a clock that the test moves. */
export function givenVerifier(issuer: string): TokenVerifier & { pass(milliseconds: number): void } {
  let offsetMs = 0
  const verifier = oidcVerifier({ issuer, dashboardClientId: 'dashboard', nowMs: () => Date.now() + offsetMs })
  return {
    ...verifier,
    pass(milliseconds) {
      offsetMs += milliseconds
    },
  }
}

export const nowSeconds = () => Math.floor(Date.now() / 1000)

/** Uma's claims in Cognito's form, with changes (undefined leaves one out). */
export function claimsOf(issuer: string, changes: Record<string, unknown> = {}): Record<string, unknown> {
  const genuine = { sub: 'uma', client_id: 'dashboard', token_use: 'access', scope: 'openid soundkeep/api' }
  const times = { auth_time: nowSeconds(), iat: nowSeconds(), exp: nowSeconds() + 3_600 }
  return { ...genuine, iss: issuer, origin_jti: 'sign-in', ...times, ...changes }
}

export function sign(claims: Record<string, unknown>, { kid, privateKey }: Key, header: object = {}): Promise<string> {
  return new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid, ...header }).sign(privateKey)
}

const base64url = (text: string) => Buffer.from(text).toString('base64url')

/** Signed as it is spelled, so that it is in nothing but its spelling that the token is wrong. */
export async function signText(header: string, claims: string, { privateKey }: Key): Promise<string> {
  const input = `${base64url(header)}.${base64url(claims)}`
  const signature = await crypto.subtle.sign('RSASSA-PKCS1-v1_5', privateKey, Buffer.from(input))
  return `${input}.${Buffer.from(signature).toString('base64url')}`
}
