import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { identitiesFrom } from '../../functions/entry/identities.ts'
import type { Identities } from '../../functions/ports/index.ts'
import { arns } from '../../local/cloud.ts'
import { mintLocalToken } from '../../local/identities.ts'
import { type GivenCloud, givenCloud } from '../given/cloud.ts'
import { askForToken, basic } from '../local/oidc/given.ts'

let given: GivenCloud
/** As functions of the local cloud get them: each room does a part. */
let identities: Identities
function identitiesOf(room: 'users' | 'tenants' | 'recorders'): Identities {
  const { accessKeyId, secretAccessKey } = given.cloud.functionKey(room)
  const own = { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey }
  return identitiesFrom({ ...process.env, ...own, TENANT_ROLE_ARN: arns.tenantRole(room) })
}
function identitiesOfRooms(): Identities {
  const { createClient, removeClient, secretsOf, addSecret, removeSecret } = identitiesOf('recorders')
  const { remove } = identitiesOf('tenants')
  return { ...identitiesOf('users'), remove, createClient, removeClient, secretsOf, addSecret, removeSecret }
}

beforeAll(async () => {
  given = await givenCloud()
  identities = identitiesOfRooms()
})
afterAll(() => given.close())

const outbox = async () => (await fetch(`${given.cloud.url}/outbox`)).text()
const statusWith = async (clientId: string, secret: string) => {
  // The issuer is all that is asked for of it.
  const oidc = { issuer: given.cloud.issuer } as Parameters<typeof askForToken>[0]
  return (await askForToken(oidc, { grant_type: 'client_credentials' }, basic(clientId, secret))).status
}

describe('in the local cloud', () => {
  it('a person made at run time is invited by a mail in the outbox, and has tokens by address', async () => {
    const { subject } = await identities.invite({ email: 'vera@acme.example', name: 'Vera Vane' })
    expect(await outbox()).toContain(`<a href="${given.cloud.url}/?login_hint=vera%40acme.example">`)
    const tokens = [
      await given.cloud.tokenOf('Vera@acme.example'),
      await mintLocalToken(given.home, 'vera@acme.example'),
    ]
    for (const token of tokens) {
      const [, claims = ''] = token.split('.')
      expect(JSON.parse(Buffer.from(claims, 'base64url').toString())).toMatchObject({ sub: subject })
      // Nobody in the directory yet.
      expect((await given.withToken(token).get('/me')).status).toBe(401)
    }
  })

  it('a recorder made at run time signs in by its secret, and has tokens by client id', async () => {
    const { clientId, secret } = await identities.createClient('Front desk')
    expect(await statusWith(clientId, secret.value)).toBe(200)
    await expect(mintLocalToken(given.home, clientId)).resolves.toBeDefined()
  })

  it('the demo world is there from the first start, each person once and for as long as they stay', async () => {
    expect(await identities.statusOf('tara@soundkeep.example')).toBe('active')
    expect((await given.as('tara').get('/me')).status).toBe(200)
    const [old] = await identities.secretsOf('rec-globex')
    expect(old).toBeDefined()
    await identities.addSecret('rec-globex')
    await identities.removeSecret('rec-globex', old?.id ?? '')
    await identities.remove('tom@soundkeep.example')

    await given.restart()
    identities = identitiesOfRooms()
    expect(await identities.statusOf('tom@soundkeep.example')).toBe('absent')
    expect(await identities.statusOf('vera@acme.example')).toBe('invited')
    expect(await identities.secretsOf('rec-globex')).toHaveLength(1)
    expect((await given.as('uma').get('/me')).status).toBe(200)
    await expect(given.cloud.tokenOf('tom')).rejects.toThrow('Nobody is called tom; there are: ')
    expect(await outbox()).toContain('vera@acme.example')
  })
})
