import { ErrorResponse } from 'oidc-client-ts'
import { ApiProblem, type TokenSource } from '../api/index.ts'

/** The tokens of a person, as oidc-client-ts keeps them. */
type Tokens = {
  access_token: string
  refresh_token?: string
  expires_in?: number | undefined
  expired: boolean | undefined
}

/** What is needed of oidc-client-ts's UserManager. */
export type TokenKeeper = {
  getUser: () => Promise<Tokens | null>
  /** Exchanges the refresh token (RFC 6749 section 6). */
  signinSilent: () => Promise<Tokens | null>
}

/** A token that would die on its way to the API is renewed first. */
const onTheWaySeconds = 5

const hasLifeLeft = ({ expires_in }: Tokens): boolean => expires_in === undefined || expires_in > onTheWaySeconds

/** The issuer's own trouble (RFC 6749 section 4.1.2.1) says nothing about the person's session. */
const isPassing = ({ error }: ErrorResponse): boolean => error === 'server_error' || error === 'temporarily_unavailable'

/** Gives access tokens and renews them: at most one renewal at a time, and none that could not work. */
export function createTokens(keeper: TokenKeeper): Omit<TokenSource, 'ended'> {
  let underWay: Promise<string | null> | undefined

  /**
   * A new access token; null if the issuer gives none any more.
   * @throws ApiProblem if the issuer could not be asked: then nothing is known, and nobody is signed out.
   */
  async function ask(): Promise<string | null> {
    const before = await keeper.getUser()
    if (!before?.refresh_token) return null
    try {
      return (await keeper.signinSilent())?.access_token ?? null
    } catch (cause) {
      if (cause instanceof ErrorResponse && !isPassing(cause)) return null
      const detail = 'The sign-in service did not answer.'
      throw new ApiProblem({ code: 'no_connection', status: null, detail, requestId: null }, { cause })
    }
  }

  /** A refresh token that rotates is worth nothing the second time. */
  function askOnce(): Promise<string | null> {
    underWay ??= ask().finally(() => {
      underWay = undefined
    })
    return underWay
  }

  return {
    async accessToken() {
      const user = await keeper.getUser()
      if (!user) return null
      if (hasLifeLeft(user)) return user.access_token
      if (user.expired) return askOnce()
      return (await askOnce().catch(() => null)) ?? user.access_token
    },

    async renew(refused) {
      const user = await keeper.getUser()
      // Another call that was refused at the same time has renewed already.
      if (user && user.access_token !== refused) return user.access_token
      return askOnce()
    },
  }
}
