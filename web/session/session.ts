import { UserManager, WebStorageStateStore } from 'oidc-client-ts'
import type { TokenSource } from '../api/index.ts'
import { addresses, safeReturnTo, withoutLoginHint } from '../places/index.ts'
import type { Config } from './config.ts'
import { createTokens } from './tokens.ts'

/** A person's session in this tab. */
export type Session = TokenSource & {
  isSignedIn: () => Promise<boolean>
  /**
   * Leaves for the issuer; the person comes back to `returnTo`, whose `login_hint` fills in who signs in. `isAnew`: they
   * are asked for everything again, though the issuer knows them.
   */
  signIn: (returnTo: string, options?: { isAnew: boolean }) => Promise<void>
  /** Ends the sign-in that the current address carries; gives the address to return to. */
  finishSignIn: () => Promise<string>
  /** Leaves for the issuer's sign-out. */
  signOut: () => Promise<void>
  /** Told when the session ends by itself. */
  onEnded: (listener: () => void) => () => void
}

/** A token is renewed this long before it dies. */
const renewAheadSeconds = 30

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
  const tokens = createTokens(manager)
  let isLeaving = false

  const session: Session = {
    ...tokens,

    ended() {
      // Who is signing out needs not be told that the session ended.
      if (isLeaving) return
      void manager.removeUser()
      for (const listener of listeners) listener()
    },

    async isSignedIn() {
      const user = await manager.getUser()
      return user !== null && (!user.expired || Boolean(user.refresh_token))
    },

    signIn: (returnTo, options) => {
      const { address, loginHint } = withoutLoginHint(returnTo)
      return manager.signinRedirect({
        state: { returnTo: address },
        // Whoever a mail invites signs in themselves, also where somebody else is signed in.
        ...(loginHint && { login_hint: loginHint, prompt: 'login' }),
        ...(options?.isAnew && { prompt: 'login' }),
      })
    },

    async finishSignIn() {
      const user = await manager.signinCallback()
      const state = user?.state
      return safeReturnTo(typeof state === 'object' && state !== null ? Reflect.get(state, 'returnTo') : undefined)
    },

    async signOut() {
      isLeaving = true
      const user = await manager.getUser()
      const leaving = manager.signoutRedirect({
        ...(user?.id_token ? { id_token_hint: user.id_token } : {}),
        // Cognito's logout endpoint knows neither id_token_hint nor post_logout_redirect_uri but these two:
        // https://docs.aws.amazon.com/cognito/latest/developerguide/logout-endpoint.html
        extraQueryParams: { client_id: config.clientId, logout_uri: origin + addresses.signedOut },
      })
      await leaving.catch((error: unknown) => {
        isLeaving = false
        throw error
      })
    },

    onEnded(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }

  manager.events.addAccessTokenExpiring(() => {
    // If it cannot be renewed now, the next call tries again and tells the person.
    void manager.getUser().then((user) => user && tokens.renew(user.access_token).catch(() => null))
  })
  void manager.clearStaleState()
  return session
}
