import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { accessTokens, type TokenClaims } from './access-token.ts'
import { openArtifactStore } from './artifact-store.ts'
import { clientsOf, type DashboardClient, type RecorderLookup } from './clients.ts'
import { loadKeys } from './keys.ts'
import { mintAccessToken } from './minter.ts'
import { pagesFor } from './pages.ts'
import type { PeopleLookup } from './people.ts'
import { createProvider, SIGN_IN_PATH } from './provider.ts'
import { codeRounds, type SecondFactors } from './second-factor.ts'
import { answerSignIn, send } from './sign-in.ts'
import { exchangeTokens } from './token-exchange.ts'

export type { TokenClaims } from './access-token.ts'
export type { DashboardClient, RecorderClient, RecorderLookup } from './clients.ts'
export type { PeopleLookup, SignInPerson } from './people.ts'
export { PERSON_SCOPES, RECORDER_SCOPE } from './scopes.ts'
export type { SecondFactors } from './second-factor.ts'

export type OidcOptions = {
  readonly host: string
  /** 0 takes any free port. */
  readonly port: number
  /** Keys, sessions and refresh tokens are kept here, so that a restart leaves people signed in. */
  readonly stateFolder: string
  readonly dashboardClient: DashboardClient
  readonly people: PeopleLookup
  readonly recorderClients: RecorderLookup
  /** Whom to ask for a code besides; nobody unless told. */
  readonly secondFactors?: SecondFactors
  /** Told of each sign-in on the page. */
  readonly onSignIn?: (subject: string) => void
  /** Answers requests of AWS's protocol, which in the cloud the same service does; none are answered unless told. */
  readonly awsApi?: (issuer: IssuerTools) => (request: IncomingMessage, response: ServerResponse) => Promise<void>
  /** Origins of the dashboard, whose scripts may call the token, userinfo and revocation endpoints. */
  readonly corsOrigins: readonly string[]
  /** How long access tokens live; 3600 unless told. */
  readonly accessTokenSeconds?: number
}

/** What the issuer does for whoever keeps its people. */
export type IssuerTools = {
  /** What an access token says that is still good, else undefined. */
  claimsOf(accessToken: string): Promise<TokenClaims | undefined>
  /** Ends every session, code and refresh token of a person. */
  endSignIns(subject: string): void
}

export type LocalOidc = {
  /** `http://host:port`, the `iss` of every token. Keys are at `/.well-known/jwks.json` under it. */
  readonly issuer: string
  readonly port: number
  /** An access token for a person (login or e-mail) or a recorder (client id), as if they had signed in. */
  mintAccessToken(personOrClient: string): Promise<string>
  /** Stops listening and waits for requests under way. */
  close(): Promise<void>
}

export type MinterOptions = Pick<
  OidcOptions,
  'stateFolder' | 'dashboardClient' | 'people' | 'recorderClients' | 'accessTokenSeconds'
> & {
  /** As the running issuer calls itself. */
  readonly issuer: string
}

/**
 * Mints with the keys of an issuer that another process runs, or nobody at the moment.
 *
 * @throws Error that says what to do about damaged keys, or naming who there is when nobody enabled has that name
 */
export async function mintAccessTokenFor(personOrClient: string, options: MinterOptions): Promise<string> {
  const tokens = accessTokens(options.issuer, await loadKeys(options.stateFolder))
  const { dashboardClient, people, recorderClients, accessTokenSeconds = 3600 } = options
  return mintAccessToken({ tokens, dashboardClient, people, recorderClients, accessTokenSeconds }, personOrClient)
}

/**
 * Starts the OIDC issuer of this machine, in the place that Cognito has in the cloud: authorization code flow with PKCE for
 * people, client credentials for recorders, access tokens in Cognito's form.
 *
 * @throws the listen error (EADDRINUSE for a taken port), or an Error that says what to do about a damaged state folder
 */
export async function startOidc(options: OidcOptions): Promise<LocalOidc> {
  const keys = await loadKeys(options.stateFolder)
  const store = openArtifactStore(options.stateFolder)
  const server = createServer()
  try {
    server.listen(options.port, options.host)
    await once(server, 'listening')
  } catch (error) {
    store.close()
    throw error
  }
  // A listening TCP server has an AddressInfo; the other forms belong to pipes.
  const { port } = server.address() as AddressInfo
  const host = `${options.host}:${port}`
  const issuer = `http://${host}`
  const { people, recorderClients, dashboardClient, corsOrigins, accessTokenSeconds = 3600 } = options
  const { secondFactors, onSignIn = () => {} } = options

  const tokens = accessTokens(issuer, keys)
  const pages = pagesFor(dashboardClient)
  const clients = clientsOf(dashboardClient, recorderClients)
  const provider = createProvider({
    issuer,
    port,
    keys,
    store,
    clients,
    people,
    pages,
    corsOrigins,
    accessTokenSeconds,
  })
  exchangeTokens(provider, tokens)

  const answerOidc = provider.callback()
  const answerAws = options.awsApi?.({ claimsOf: tokens.claimsOf, endSignIns: store.endSignIns })
  const signIn = { provider, people, pages, onSignIn, codes: codeRounds(secondFactors) }
  let isClosing = false
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    if (isClosing) response.setHeader('connection', 'close')
    if (request.headers.host !== host) {
      // Nobody needs a password here, so a web page that makes its own name point at this machine must get nowhere.
      send(response, pages.notice(421, 'Wrong address', `The local sign-in answers at ${issuer} only.`))
    } else if (request.url?.startsWith(SIGN_IN_PATH)) {
      void answerSignIn(signIn, request, response)
    } else if (answerAws !== undefined && request.headers['x-amz-target'] !== undefined) {
      void answerAws(request, response)
    } else {
      void answerOidc(request, response)
    }
  })

  return {
    issuer,
    port,
    mintAccessToken: (name) =>
      mintAccessToken({ tokens, dashboardClient, people, recorderClients, accessTokenSeconds }, name),
    async close() {
      isClosing = true
      const closed = once(server, 'close')
      server.close()
      await closed
      store.close()
    },
  }
}
