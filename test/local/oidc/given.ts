import { createHash, randomBytes } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type LocalOidc, type OidcOptions, type SignInPerson, startOidc } from '../../../local/oidc/index.ts'
import { sha256Hex } from '../../../local/sigv4/index.ts'

export const DASHBOARD = 'http://127.0.0.1:8787'
export const REDIRECT_URI = `${DASHBOARD}/signed-in`
export const CLIENT_ID = 'soundkeep-dashboard'
export const SCOPE = 'openid email profile soundkeep/api aws.cognito.signin.user.admin'

export const uma: SignInPerson = {
  subject: '01k0000000000000000000uma0',
  login: 'uma',
  email: 'uma@acme.example',
  name: 'Uma Unger',
  description: 'Tenant User of Acme Dental, Sales route',
  enabled: true,
  isListed: true,
}
export const sam: SignInPerson = {
  subject: '01k0000000000000000000sam0',
  login: 'sam',
  email: 'sam@soundkeep.example',
  name: 'Sam <Super> User',
  description: 'Super User',
  enabled: true,
  isListed: true,
}

export async function givenFolder(): Promise<{ path: string } & AsyncDisposable> {
  const path = await mkdtemp(join(tmpdir(), 'soundkeep-oidc-'))
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) }
}

/** One RSA key does for a whole test file: making one takes longer than most of the tests. */
let sharedKeys: string | undefined

/** An issuer that knows uma, sam and the recorder rec-acme, in a folder of its own unless given one. */
export async function givenOidc(options: Partial<OidcOptions> = {}): Promise<LocalOidc & AsyncDisposable> {
  const folder = options.stateFolder === undefined ? await givenFolder() : undefined
  if (folder !== undefined && sharedKeys !== undefined) await writeFile(join(folder.path, 'keys.json'), sharedKeys)
  const oidc = await startOidc({
    host: '127.0.0.1',
    port: 0,
    stateFolder: folder?.path ?? '',
    dashboardClient: {
      clientId: CLIENT_ID,
      redirectUris: [REDIRECT_URI],
      postLogoutRedirectUris: [`${DASHBOARD}/`],
    },
    people: async () => [uma, sam],
    recorderClients: async () => [
      { clientId: 'rec-acme', secretHashes: ['old secret', 'new+secret'].map(sha256Hex), enabled: true },
    ],
    corsOrigins: [DASHBOARD],
    ...options,
  })
  if (folder !== undefined) sharedKeys = await readFile(join(folder.path, 'keys.json'), 'utf8')
  return {
    ...oidc,
    async [Symbol.asyncDispose]() {
      await oidc.close()
      await folder?.[Symbol.asyncDispose]()
    },
  }
}

/** As much of a browser as a sign-in needs: it keeps cookies by name and path, and follows redirects of one origin. */
export function browser(): { go(url: string, form?: Record<string, string>): Promise<Visit> } {
  const jar = new Map<string, { pair: string; path: string }>()
  return {
    async go(url, form) {
      let [target, body] = [new URL(url), form === undefined ? undefined : new URLSearchParams(form)]
      const { origin } = target
      for (;;) {
        const cookie = [...jar.values()].filter(({ path }) => target.pathname.startsWith(path)).map(({ pair }) => pair)
        const response = await fetch(target, {
          method: body === undefined ? 'GET' : 'POST',
          redirect: 'manual',
          headers: { accept: 'text/html', cookie: cookie.join('; ') },
          ...(body && { body }),
        })
        for (const line of response.headers.getSetCookie()) remember(jar, line)
        const location = response.headers.get('location')
        if (location === null) return { url: target, status: response.status, response, text: await response.text() }
        target = new URL(location, target)
        body = undefined
        if (target.origin !== origin) return { url: target, status: response.status, response, text: '' }
      }
    },
  }
}

export type Visit = { url: URL; status: number; response: Response; text: string }

function remember(jar: Map<string, { pair: string; path: string }>, line: string): void {
  const [pair = '', ...attributes] = line.split('; ')
  const path = attributes.find((attribute) => attribute.startsWith('path='))?.slice(5) ?? '/'
  const key = `${pair.split('=')[0]} ${path}`
  const isGone = attributes.some((attribute) => /^expires=Thu, 01 Jan 1970/i.test(attribute))
  if (isGone) jar.delete(key)
  else jar.set(key, { pair, path })
}

export const verifier = randomBytes(32).toString('base64url')
const challenge = createHash('sha256').update(verifier).digest('base64url')

/** The address a dashboard sends its person to, with changes (undefined leaves a parameter out). */
export function authorizationUrl(oidc: LocalOidc, changes: Record<string, string | undefined> = {}): string {
  const parameters: Record<string, string | undefined> = {
    client_id: CLIENT_ID,
    redirect_uri: REDIRECT_URI,
    response_type: 'code',
    scope: SCOPE,
    state: 'a state',
    nonce: 'a nonce',
    code_challenge: challenge,
    code_challenge_method: 'S256',
    ...changes,
  }
  const given = Object.entries(parameters).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]))
  return `${oidc.issuer}/oauth2/authorize?${new URLSearchParams(given)}`
}

export type TokenAnswer = { status: number; body: Record<string, string> }

export async function askForToken(
  oidc: LocalOidc,
  form: Record<string, string>,
  headers: Record<string, string> = {},
): Promise<TokenAnswer> {
  const response = await fetch(`${oidc.issuer}/oauth2/token`, {
    method: 'POST',
    body: new URLSearchParams(form),
    headers,
  })
  return { status: response.status, body: (await response.json()) as Record<string, string> }
}

/** Basic authentication of RFC 6749 section 2.3.1, which encodes both halves as form values first. */
export function basic(clientId: string, secret: string): { authorization: string } {
  const encode = (text: string) => encodeURIComponent(text).replaceAll('%20', '+')
  return { authorization: `Basic ${Buffer.from(`${encode(clientId)}:${encode(secret)}`).toString('base64')}` }
}

export function redeem(oidc: LocalOidc, code: string, changes: Record<string, string> = {}): Promise<TokenAnswer> {
  const form = { grant_type: 'authorization_code', client_id: CLIENT_ID, redirect_uri: REDIRECT_URI }
  return askForToken(oidc, { ...form, code, code_verifier: verifier, ...changes })
}

export function refresh(oidc: LocalOidc, refreshToken: string | undefined): Promise<TokenAnswer> {
  return askForToken(oidc, { grant_type: 'refresh_token', client_id: CLIENT_ID, refresh_token: refreshToken ?? '' })
}

/** Signs in on the page, as a person would, and gives where the browser ended: the dashboard, with a code. */
export async function signIn(oidc: LocalOidc, login: string, at = browser()): Promise<Visit> {
  const page = await at.go(authorizationUrl(oidc))
  return at.go(page.url.href, { login })
}

export async function tokensOf(oidc: LocalOidc, login: string, at = browser()): Promise<Record<string, string>> {
  const { url } = await signIn(oidc, login, at)
  return (await redeem(oidc, url.searchParams.get('code') ?? '')).body
}
