import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { acme } from '../../local/demo/people.ts'
import { type Client, type GivenCloud, givenCloud, onlyFile, shortWav } from '../given/cloud.ts'
import { totpOf } from '../given/totp.ts'

let world: GivenCloud
beforeAll(async () => {
  world = await givenCloud()
})
afterAll(() => world.close())

const ifMatch = { headers: { 'if-match': '*' } }
const inAcme = { headers: { 'soundkeep-tenant': acme.id } }
const signedIn = async (email: string) => world.withToken(await world.cloud.tokenOf(email))

async function givenPerson(name: string, facts: object = {}): Promise<{ id: string; client: Client }> {
  const email = `${name}@example.com`
  const { body } = await world.as('tara').post('/users', { body: { name, email, ...facts } })
  const client = await signedIn(email)
  expect((await client.get('/recordings')).status).toBe(200)
  return { id: (body as { id: string }).id, client }
}

/** Rights are cached for five seconds: nothing takes effect later than that. */
const within = { timeout: 8_000 }

describe('what is taken away', () => {
  it('by disabling a person ends within five seconds for reads, and at once for changes', async () => {
    const { id, client } = await givenPerson('dis', { managedPolicies: ['view', 'editDetails'] })
    const call = await world.ingestCall({ sessionId: 'rev-1' })
    expect((await client.get(`/recordings/${call.recordingId}`)).status).toBe(200)
    await world.as('tara').patch(`/users/${id}`, { body: { isEnabled: false }, ...ifMatch })
    const edit = await client.patch(`/recordings/${call.recordingId}`, { body: { queue: 'x' }, ...ifMatch })
    expect(edit.status).toBe(404)
    await expect.poll(async () => (await client.get(`/recordings/${call.recordingId}`)).status, within).toBe(404)
  })

  it('by signing out everywhere is every token that is out; a new sign-in works', async () => {
    const { id, client } = await givenPerson('out')
    expect((await world.as('tara').post(`/users/${id}/sign-out`)).status).toBe(204)
    await expect.poll(async () => (await client.get('/me')).status, within).toBe(401)
    // Tokens tell whole seconds, and one of the second of the sign-out is refused too.
    await expect.poll(async () => (await (await signedIn('out@example.com')).get('/me')).status, within).toBe(200)
  })

  it('by removing a person is the tenant alone', async () => {
    const { id, client } = await givenPerson('gone')
    await world.as('tom').post('/users', { body: { name: 'gone', email: 'gone@example.com' } })
    expect((await world.as('tara').delete(`/users/${id}`, ifMatch)).status).toBe(204)
    await expect.poll(async () => (await client.get('/recordings', inAcme)).status, within).toBe(404)
    await expect.poll(async () => (await client.get('/recordings')).status, within).toBe(200)
  })

  it('by a policy is what it denies, for everybody who holds it', async () => {
    const document = (effect: string) =>
      JSON.stringify({
        Version: '2012-10-17',
        Statement: [{ Effect: effect, Action: 'recording:Delete', Resource: '*' }],
      })
    const made = await world.as('tara').post('/policies', { body: { name: 'Deleting', document: document('Allow') } })
    const policy = made.body as { id: string }
    const { client } = await givenPerson('del', { managedPolicies: ['view'], policyIds: [policy.id] })
    const remove = async (sessionId: string) => {
      const { recordingId } = await world.ingestCall({ sessionId })
      return client.delete(`/recordings/${recordingId}`, ifMatch)
    }
    expect((await remove('pol-1')).status).toBe(204)
    const changed = { body: { document: document('Deny') }, ...ifMatch }
    expect((await world.as('tara').patch(`/policies/${policy.id}`, changed)).status).toBe(200)
    // Decided by rights as they are: no cache stands between.
    expect((await remove('pol-2')).status).toBe(403)
    expect((await world.as('tara').delete(`/policies/${policy.id}`, ifMatch)).problem?.code).toBe('policy_in_use')
  })

  it('by deletion is every URL that was given', async () => {
    const call = await world.ingestCall({ sessionId: 'rev-url', files: [{ bytes: shortWav() }] })
    const path = `/recordings/${call.recordingId}/segments/1/media/${onlyFile(call).id}/playback`
    const { url } = (await world.as('tara').post(path)).body as { url: string }
    expect((await fetch(url)).status).toBe(200)
    await world.as('tara').delete(`/recordings/${call.recordingId}`, ifMatch)
    expect((await fetch(url)).status).not.toBe(200)
  })
})

describe('a tenant that asks for a second factor', () => {
  it('lets in only sign-ins that were made with one', async () => {
    const { client } = await givenPerson('mfa')
    const tenant = { body: { requiresSecondFactor: true }, ...ifMatch }
    expect((await world.as('tom').get('/tenants/current')).status).toBe(200)
    expect((await world.as('tara').patch('/tenants/current', tenant)).status).toBe(200)
    await expect
      .poll(async () => (await client.get('/recordings')).problem?.code, within)
      .toBe('second_factor_required')
    // What is one's own goes on: it is where the factor is set up.
    const { secret } = (await client.post('/me/second-factor')).body as { secret: string }
    expect((await client.post('/me/second-factor/confirmation', { body: { code: '000000' } })).problem?.code).toBe(
      'wrong_code',
    )
    const confirmed = await client.post('/me/second-factor/confirmation', { body: { code: totpOf(secret) } })
    expect(confirmed.body).toMatchObject({ hasSecondFactor: true })
    await expect
      .poll(async () => (await (await signedIn('mfa@example.com')).get('/recordings')).status, within)
      .toBe(200)
    expect((await world.as('rec-acme').post('/recordings', { body: { sessionId: 'mfa' } })).status).toBe(201)
  })
})
