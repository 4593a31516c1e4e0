import Provider, { type Configuration, errors, interactionPolicy, type KoaContextWithOIDC } from 'oidc-provider'
import type { ArtifactStore } from './artifact-store.ts'
import type { Clients } from './clients.ts'
import type { Keys } from './keys.ts'
import type { Pages } from './pages.ts'
import { findBySubject, type PeopleLookup } from './people.ts'
import { PERSON_SCOPES, RECORDER_SCOPE } from './scopes.ts'

const DAY_SECONDS = 24 * 60 * 60

/** Cognito's own paths, so that a recorder's recipe for the one fits the other. */
export const ROUTES = {
  authorization: '/oauth2/authorize',
  token: '/oauth2/token',
  userinfo: '/oauth2/userInfo',
  revocation: '/oauth2/revoke',
  jwks: '/.well-known/jwks.json',
  end_session: '/logout',
} as const

/** The path under which the sign-in page of one interaction lives. */
export const SIGN_IN_PATH = '/sign-in/'

export type ProviderParts = {
  readonly issuer: string
  readonly port: number
  readonly keys: Keys
  readonly store: ArtifactStore
  readonly clients: Clients
  readonly people: PeopleLookup
  readonly pages: Pages
  readonly corsOrigins: readonly string[]
  readonly accessTokenSeconds: number
}

/** oidc-provider as this issuer needs it: code flow with PKCE, refresh with rotation, client credentials; no more. */
export function createProvider(parts: ProviderParts): Provider {
  const provider = new Provider(parts.issuer, configuration(parts))
  // The hook its documentation gives to those who keep secrets their own way.
  provider.Client.prototype.compareClientSecret = function compareClientSecret(secret: string) {
    return parts.clients.isSecretOf(this.clientId, secret)
  }
  // Refresh tokens do not hang on the session, so signing out ends them here, as nothing of a sign-in should be left.
  provider.on('end_session.success', ({ oidc }) => {
    for (const { grantId } of Object.values(oidc.session?.authorizations ?? {})) {
      if (grantId !== undefined) parts.store.revokeGrant(grantId)
    }
  })
  provider.on('server_error', (_, error) => console.error('The local sign-in failed to answer a request:', error))
  return provider
}

function configuration({
  port,
  keys,
  store,
  clients,
  people,
  pages,
  corsOrigins,
  ...parts
}: ProviderParts): Configuration {
  return {
    adapter: (model) => {
      const adapter = store.adapterOf(model)
      return model === 'Client' ? { ...adapter, find: (clientId) => clients.metadataOf(clientId) } : adapter
    },
    jwks: { keys: [keys.signingJwk] },
    routes: ROUTES,
    scopes: [...PERSON_SCOPES, RECORDER_SCOPE],
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name', 'preferred_username'] },
    // The dashboard shows who is signed in without another round trip, as it can with Cognito's ID tokens.
    conformIdTokenClaims: false,
    responseTypes: ['code'],
    pkce: { required: () => true },
    clientAuthMethods: ['client_secret_basic', 'client_secret_post', 'none'],
    enabledJWA: { idTokenSigningAlgValues: ['RS256'] },
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      revocation: { enabled: true, allowedPolicy: (_, client, token) => token.clientId === client.clientId },
      rpInitiatedLogout: {
        enabled: true,
        async logoutSource(ctx, form) {
          const person = await findBySubject(people, ctx.oidc.session?.accountId ?? '')
          pages.logout(ctx, { form, isConfirmed: isOwnSignOut(ctx), who: person?.name ?? 'somebody' })
        },
        postLogoutSuccessSource: (ctx) => pages.signedOut(ctx),
      },
      dPoP: { enabled: false },
      pushedAuthorizationRequests: { enabled: false },
      resourceIndicators: { enabled: false },
    },
    cookies: {
      keys: [keys.cookieKey],
      // Cookies know no ports; two issuers on one machine must not take each other's.
      names: {
        session: `soundkeep_session_${port}`,
        interaction: `soundkeep_sign_in_${port}`,
        resume: `soundkeep_resume_${port}`,
      },
      long: { httpOnly: true, sameSite: 'lax', signed: true },
      short: { httpOnly: true, sameSite: 'lax', signed: true },
    },
    clientBasedCORS: (_, origin) => corsOrigins.includes(origin),
    interactions: { policy: policy(), url: (_, interaction) => `${SIGN_IN_PATH}${interaction.uid}` },
    async findAccount(_, subject) {
      const person = await findBySubject(people, subject)
      if (person === undefined) return undefined
      const { email, name, login } = person
      return {
        accountId: subject,
        login,
        claims: () => ({ sub: subject, email, email_verified: true, name, preferred_username: login }),
      }
    },
    loadExistingGrant: grantWhatIsAsked,
    issueRefreshToken: (_, client) => client.grantTypeAllowed('refresh_token'),
    // Else signing in as somebody else in another tab would end this one.
    expiresWithSession: () => false,
    rotateRefreshToken: true,
    extraTokenClaims(ctx, token) {
      if (token.kind !== 'ClientCredentials') return undefined
      // Asked for no scope, Cognito gives what the client may have; asked for a foreign one, it refuses. oidc-provider
      // drops scopes that it does not know, so they are read where they came in.
      const asked = ctx.oidc.body?.scope
      if (asked !== undefined && asked !== RECORDER_SCOPE) {
        throw new errors.InvalidScope('requested scope is not allowed', String(asked))
      }
      token.scope = RECORDER_SCOPE
      return undefined
    },
    ttl: {
      AccessToken: parts.accessTokenSeconds,
      ClientCredentials: parts.accessTokenSeconds,
      AuthorizationCode: 60,
      IdToken: 60 * 60,
      Interaction: 60 * 60,
      RefreshToken: 30 * DAY_SECONDS,
      Session: 30 * DAY_SECONDS,
      Grant: 30 * DAY_SECONDS,
    },
    renderError: (ctx, out) => pages.error(ctx, out),
  }
}

/** The base policy, and one rule more: a session of a person disabled since does not count. */
function policy(): interactionPolicy.DefaultPolicy {
  const { Check, base } = interactionPolicy
  const prompts = base()
  const isGone = new Check('person_gone', 'End-User authentication is required', 'login_required', ({ oidc }) =>
    oidc.session?.accountId !== undefined && oidc.account === undefined
      ? Check.REQUEST_PROMPT
      : Check.NO_NEED_TO_PROMPT,
  )
  prompts.get('login')?.checks.add(isGone)
  return prompts
}

/** The dashboard is the product's own, so nobody is asked whether it may know them. */
async function grantWhatIsAsked({ oidc }: KoaContextWithOIDC) {
  const { client, account, session } = oidc
  if (client === undefined || account === undefined) return undefined
  const grantId = session?.grantIdFor(client.clientId)
  const existing = grantId === undefined ? undefined : await oidc.provider.Grant.find(grantId)
  const grant =
    existing?.accountId === account.accountId
      ? existing
      : new oidc.provider.Grant({ clientId: client.clientId, accountId: account.accountId })
  grant.addOIDCScope([...oidc.requestParamOIDCScopes].join(' '))
  await grant.save()
  return grant
}

/** Only a hint that names the person of this session shows that the dashboard itself asks, so nobody need confirm. */
function isOwnSignOut({ oidc }: KoaContextWithOIDC): boolean {
  return oidc.entities.IdTokenHint?.payload.sub === oidc.session?.accountId
}
