import type Provider from 'oidc-provider'
import type { KoaContextWithOIDC } from 'oidc-provider'
import { type AccessTokens, lifetimeOf } from './access-token.ts'
import { ROUTES } from './provider.ts'

/** oidc-provider knows no token by this name, so it answers as to any wrong one. */
const UNKNOWN_TOKEN = 'Bearer unknown'

/**
 * Puts tokens in Cognito's form at the edge of oidc-provider. Its own JWT format insists on `aud` and `typ`, and a token with
 * an audience would be refused at userinfo, where Cognito takes it; so oidc-provider issues opaque ones, a JWT that names
 * the opaque one as its `jti` goes out in its place, and at userinfo the way back is gone.
 */
export function exchangeTokens(provider: Provider, tokens: AccessTokens): void {
  provider.use(async (ctx, next) => {
    if (ctx.path === ROUTES.userinfo) {
      // A body could carry the opaque token, which whoever has seen a jti knows.
      if (ctx.method === 'POST') ctx.throw(405, 'Send the access token in the Authorization header of a GET')
      const [, jwt = ''] = /^Bearer (.+)$/i.exec(ctx.get('authorization')) ?? []
      const id = (await tokens.claimsOf(jwt))?.id
      if (ctx.get('authorization') !== '') ctx.req.headers.authorization = id ? `Bearer ${id}` : UNKNOWN_TOKEN
    }
    await next()
    if (ctx.path === ROUTES.token && ctx.method === 'POST' && ctx.status === 200) {
      // oidc-provider adds `oidc` to the context of each of its routes.
      const jwt = await issue(ctx as unknown as KoaContextWithOIDC, tokens)
      ctx.body = { ...(ctx.body as object), access_token: jwt }
    }
  })
}

async function issue({ oidc }: KoaContextWithOIDC, tokens: AccessTokens): Promise<string> {
  const { AccessToken, AuthorizationCode, ClientCredentials, RefreshToken, Account } = oidc.entities
  if (ClientCredentials !== undefined) {
    const { jti, clientId, expiration } = ClientCredentials
    return tokens.forRecorder({ id: jti, clientId: clientId ?? '', ...lifetimeOf(expiration) })
  }
  const source = RefreshToken ?? AuthorizationCode
  if (AccessToken === undefined || source === undefined || Account === undefined) {
    throw new TypeError('A token was issued to nobody')
  }
  const lifetime = lifetimeOf(AccessToken.expiration)
  return tokens.forPerson({
    id: AccessToken.jti,
    subject: Account.accountId,
    username: String(Account.login),
    clientId: AccessToken.clientId ?? '',
    scope: AccessToken.scope ?? '',
    authTime: source.authTime ?? lifetime.issuedAt,
    grantId: source.grantId ?? '',
    ...lifetime,
  })
}
