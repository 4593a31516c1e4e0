import { ErrorResponse, type User, UserManager, WebStorageStateStore } from 'oidc-client-ts'
import { ApiProblem, type TokenSource } from '../api/index.ts'
import { addresses, safeReturnTo } from '../places/index.ts'
import type { Config } from './config.ts'

/** A person's session in this tab. */
export type Session = TokenSource & {
  isSignedIn: () => Promise<boolean>
  /** Leaves for the issuer; the person comes back to `returnTo`. */
  signIn: (returnTo: string) => Promise<void>
  /** Ends the sign-in that the current address carries; gives the address to return to. */
  finishSignIn: () => Promise<string>
  /** Leaves for the issuer's sign-out. */
  signOut: () => Promise<void>
  /** Told once when the session ends by itself. */
  onEnded: (listener: () => void) => () => void
}

/** A token is renewed this long before it dies, and again before a call if it would die on its way. */
const renewAheadSeconds = 30
const onTheWaySeconds = 5

const hasLifeLeft = (user: User): boolean => user.expires_in === undefined || user.expires_in > onTheWaySeconds

/** The issuer's own trouble (RFC 6749 section 4.1.2.1) says nothing about the person's session. */
const isPassing = ({ error }: ErrorResponse): boolean => error === 'server_error' || error === 'temporarily_unavailable'

/** The session of an OIDC issuer: code flow with PKCE (RFC 7636), renewed by refresh token (RFC 6749 section 6). */
export function createSession(config: Config, origin: string): Session {
  const manager = new UserManager({
    authority: config.issuer,
    client_id: config.clientId,
    redirect_uri: origin + addresses.signedIn,
    post_logout_redirect_uri: origin + addresses.signedOut,
    response_type: 'code',
    scope: config.scope,
    // Tokens live no longer than the tab, and a sign-in is ended in the tab that began it.
    userStore: new WebStorageStateStore({ store: sessionStorage }),
    stateStore: new WebStorageStateStore({ store: sessionStorage }),
    // Without a refresh token the library would renew in an iframe, which browsers' third-party rules break.
    automaticSilentRenew: false,
    accessTokenExpiringNotificationTimeInSeconds: renewAheadSeconds,
  })
  const listeners = new Set<() => void>()
  let underWay: Promise<string | null> | undefined

  /**
   * A new access token; null if the issuer gives none any more.
   * @throws ApiProblem if the issuer could not be asked: then nothing is known, and nobody is signed out.
   */
  async function askForTokens(): Promise<string | null> {
    const before = await manager.getUser()
    if (!before?.refresh_token) return null
    try {
      return (await manager.signinSilent())?.access_token ?? null
    } catch (cause) {
      if (cause instanceof ErrorResponse && !isPassing(cause)) return null
      const detail = 'The sign-in service did not answer.'
      throw new ApiProblem({ code: 'no_connection', status: null, detail, requestId: null }, { cause })
    }
  }

  /** One renewal at a time: a refresh token that rotates is worth nothing the second time. */
  function renewShared(): Promise<string | null> {
    underWay ??= askForTokens().finally(() => {
      underWay = undefined
    })
    return underWay
  }

  const session: Session = {
    async accessToken() {
      const user = await manager.getUser()
      if (!user) return null
      if (hasLifeLeft(user)) return user.access_token
      if (user.expired) return renewShared()
      return (await renewShared().catch(() => null)) ?? user.access_token
    },

    async renew(refused) {
      const user = await manager.getUser()
      // Another call that was refused at the same time has renewed already.
      if (user && user.access_token !== refused) return user.access_token
      return renewShared()
    },

    ended() {
      void manager.removeUser()
      for (const listener of listeners) listener()
    },

    async isSignedIn() {
      const user = await manager.getUser()
      return user !== null && (!user.expired || Boolean(user.refresh_token))
    },

    signIn: (returnTo) => manager.signinRedirect({ state: { returnTo } }),

    async finishSignIn() {
      const user = await manager.signinCallback()
      const state = user?.state
      return safeReturnTo(typeof state === 'object' && state !== null ? Reflect.get(state, 'returnTo') : undefined)
    },

    async signOut() {
      const user = await manager.getUser()
      await manager.signoutRedirect({
        ...(user?.id_token ? { id_token_hint: user.id_token } : {}),
        // Cognito's logout endpoint knows neither id_token_hint nor post_logout_redirect_uri but these two:
        // https://docs.aws.amazon.com/cognito/latest/developerguide/logout-endpoint.html
        extraQueryParams: { client_id: config.clientId, logout_uri: origin + addresses.signedOut },
      })
    },

    onEnded(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }

  manager.events.addAccessTokenExpiring(() => void renewShared().catch(() => undefined))
  void manager.clearStaleState()
  return session
}
