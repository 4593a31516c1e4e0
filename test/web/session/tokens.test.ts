import { ErrorResponse } from 'oidc-client-ts'
import { describe, expect, it } from 'vitest'
import { ApiProblem } from '../../../web/api/index.ts'
import { createTokens, type TokenKeeper } from '../../../web/session/tokens.ts'

type Tokens = NonNullable<Awaited<ReturnType<TokenKeeper['getUser']>>>

const alive: Tokens = { access_token: 'old', refresh_token: 'r', expires_in: 600, expired: false }
const dying: Tokens = { ...alive, expires_in: 3 }
const dead: Tokens = { ...alive, expires_in: -10, expired: true }

/** Tokens as the issuer's client keeps them; each renewal goes as told. */
function givenKeeper(tokens: Tokens | null, renewal: () => Promise<Tokens | null>) {
  let current = tokens
  let renewals = 0
  const keeper: TokenKeeper = {
    getUser: async () => current,
    signinSilent: async () => {
      renewals += 1
      const renewed = await renewal()
      current = renewed
      return renewed
    },
  }
  return { ...createTokens(keeper), renewals: () => renewals }
}

const renewed = async () => ({ ...alive, access_token: 'new' })
const refused = () => Promise.reject(new ErrorResponse({ error: 'invalid_grant' }))
const unreachable = () => Promise.reject(new TypeError('Failed to fetch'))

describe('an access token', () => {
  it('is given as it is while it lives', async () => {
    const tokens = givenKeeper(alive, renewed)
    expect(await tokens.accessToken()).toBe('old')
    expect(tokens.renewals()).toBe(0)
  })

  it('that would die on its way is renewed first', async () => {
    expect(await givenKeeper(dying, renewed).accessToken()).toBe('new')
    expect(await givenKeeper(dead, renewed).accessToken()).toBe('new')
  })

  it('that cannot be renewed now serves for as long as it lives', async () => {
    expect(await givenKeeper(dying, unreachable).accessToken()).toBe('old')
    expect(await givenKeeper(dying, refused).accessToken()).toBe('old')
  })

  it('that is dead and cannot be renewed now leaves the session undecided', async () => {
    await expect(givenKeeper(dead, unreachable).accessToken()).rejects.toMatchObject({ code: 'no_connection' })
  })

  it('that is dead and is refused a renewal is none', async () => {
    expect(await givenKeeper(dead, refused).accessToken()).toBeNull()
    expect(await givenKeeper(null, renewed).accessToken()).toBeNull()
  })
})

describe('a renewal', () => {
  it('happens once for calls that were refused at the same time', async () => {
    const tokens = givenKeeper(alive, renewed)
    expect(await Promise.all([tokens.renew('old'), tokens.renew('old'), tokens.renew('old')])).toEqual([
      'new',
      'new',
      'new',
    ])
    expect(tokens.renewals()).toBe(1)
  })

  it('is not asked for where another call has renewed meanwhile', async () => {
    const tokens = givenKeeper({ ...alive, access_token: 'newer' }, renewed)
    expect(await tokens.renew('old')).toBe('newer')
    expect(tokens.renewals()).toBe(0)
  })

  it('is not tried without a refresh token', async () => {
    const { refresh_token: _, ...withoutRefresh } = alive
    const tokens = givenKeeper(withoutRefresh, renewed)
    expect(await tokens.renew('old')).toBeNull()
    expect(tokens.renewals()).toBe(0)
  })

  it('that the issuer refuses ends in none', async () => {
    expect(await givenKeeper(alive, refused).renew('old')).toBeNull()
  })

  it.each(['server_error', 'temporarily_unavailable'])(
    'that fails with the issuer’s own %s is undecided',
    async (error) => {
      const tokens = givenKeeper(alive, () => Promise.reject(new ErrorResponse({ error })))
      await expect(tokens.renew('old')).rejects.toBeInstanceOf(ApiProblem)
    },
  )

  it('can be tried again after it failed', async () => {
    let isUp = false
    const tokens = givenKeeper(alive, () => (isUp ? renewed() : unreachable()))
    await expect(tokens.renew('old')).rejects.toBeInstanceOf(ApiProblem)
    isUp = true
    expect(await tokens.renew('old')).toBe('new')
  })
})
