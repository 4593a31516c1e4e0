import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Contract, ResponseOf } from '../../functions/contract/index.ts'
import { acme, globex } from '../../local/demo/people.ts'
import { type GivenCloud, givenCloud, type Login } from '../given/cloud.ts'

type TenantView = ResponseOf<Contract['tenants']['getTenant']>

let world: GivenCloud
beforeAll(async () => {
  world = await givenCloud()
})
afterAll(() => world.close())

async function tenantOf(login: Login): Promise<{ tenant: TenantView; etag: string }> {
  const { body, headers } = await world.as(login).get('/tenants/current')
  return { tenant: body as TenantView, etag: headers.get('etag') ?? '' } // every answer is held to the contract
}
const change = (body: unknown, ifMatch = '*', login: Login = 'tara') =>
  world.as(login).patch('/tenants/current', { body, headers: { 'if-match': ifMatch } })

describe('a tenant', () => {
  it('is given with its settings to those who administer it', async () => {
    const { version: _version, ...settings } = acme
    expect((await tenantOf('tara')).tenant).toEqual(settings)
    const chosen = await world.as('ada').get('/tenants/current', { headers: { 'soundkeep-tenant': globex.id } })
    expect(chosen.body).toMatchObject({ name: 'Globex Travel', homeCountry: 'DE', timeZone: 'Europe/Berlin' })
  })

  it('is nobody else’s to read or to change', async () => {
    for (const login of ['uma', 'rec-acme'] as const) {
      expect((await world.as(login).get('/tenants/current')).status).toBe(403)
      expect((await change({ name: 'x' }, '*', login)).status).toBe(403)
    }
    const foreign = await world.as('tom').get('/tenants/current', { headers: { 'soundkeep-tenant': acme.id } })
    expect(foreign.status).toBe(404)
    expect((await tenantOf('tom')).tenant.name).toBe('Globex Travel')
  })

  it('changes in what is said, and keeps the rest', async () => {
    const before = await tenantOf('tom')
    const answer = await change(
      {
        ...{ description: null, homeCountry: 'at', timeZone: 'Europe/Vienna', locale: 'DE-at' },
        routePermissions: { rating: false },
      },
      before.etag,
      'tom',
    )
    const expected = {
      ...{ ...before.tenant, description: null, homeCountry: 'AT', timeZone: 'Europe/Vienna' },
      ...{ locale: 'de-AT', routePermissions: { ...before.tenant.routePermissions, rating: false } },
    }
    expect(answer).toMatchObject({ status: 200, body: expected })
    expect(await tenantOf('tom')).toEqual({ tenant: expected, etag: answer.headers.get('etag') })
  })

  it('is named by those who may know what others are called', async () => {
    for (const name of ['Globex', 'Acme Dental']) {
      expect((await change({ name }, '*', 'tom')).problem?.code).toBe('forbidden')
    }
    const headers = { 'if-match': '*', 'soundkeep-tenant': globex.id }
    const asAda = (name: string) => world.as('ada').patch('/tenants/current', { body: { name }, headers })
    expect((await asAda('ACME dental')).problem?.code).toBe('tenant_name_taken')
    expect(await asAda('Globex')).toMatchObject({ status: 200, body: { name: 'Globex' } })
    expect((await world.as('tom').get('/me')).body).toMatchObject({ tenants: [{ id: globex.id }] })
    expect((await tenantOf('tom')).tenant.name).toBe('Globex')
  })

  it('is not changed by an editor who has not seen the last change', async () => {
    const { etag } = await tenantOf('tara')
    expect((await change({ recordDtmf: false }, etag)).status).toBe(200)
    expect((await change({ recordDtmf: true }, etag)).problem?.code).toBe('precondition_failed')
    expect((await tenantOf('tara')).tenant.recordDtmf).toBe(false)
    const without = await world.as('tara').patch('/tenants/current', { body: { name: 'x' } })
    expect(without.problem?.code).toBe('precondition_required')
  })

  it('takes one of two changes of the same moment, or both one after the other', async () => {
    const answers = await Promise.all(['One', 'Two', 'Three'].map((description) => change({ description })))
    const statuses = answers.map(({ status }) => status)
    expect(statuses).toContain(200)
    expect(statuses.filter((status) => status !== 200 && status !== 409)).toEqual([])
  })

  it.for([
    [{ timeZone: 'Mars/Olympus' }, 'timeZone', /IANA time zone/],
    [{ timeZone: '+01:00' }, 'timeZone', /IANA time zone/],
    [{ homeCountry: 'EU' }, 'homeCountry', /ISO 3166-1/],
    [{ homeCountry: 'USA' }, 'homeCountry', /ISO 3166-1/],
    [{ locale: 'not a tag' }, 'locale', /BCP 47/],
    [{ locale: '' }, 'locale', /BCP 47/],
    [{ name: '  ' }, 'name', /./],
    [{ name: null }, 'name', /./],
    [{ routePermissions: { listen: false } }, 'routePermissions.listen', /not a field/],
    [{ routePermissions: { play: 'no' } }, 'routePermissions.play', /./],
    [{ id: globex.id }, 'id', /not a field/],
  ] as const)('refuses %j', async ([body, field, message]) => {
    const { status, problem } = await change(body)
    expect(status).toBe(400)
    expect(problem?.errors).toEqual([{ field, message: expect.stringMatching(message) }])
  })
})
