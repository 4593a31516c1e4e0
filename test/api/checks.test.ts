import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { managedPolicySchema } from '../../functions/contract/index.ts'
import { acme, demoRoutes } from '../../local/demo/people.ts'
import { type Answer, type Client, type GivenCloud, givenCloud } from '../given/cloud.ts'

let world: GivenCloud
/** A Tenant Administrator to whom a policy denies one thing of each kind, and making any. */
let dana: Client
const things: Record<'user' | 'group' | 'policy' | 'recorder' | 'route' | 'category' | 'customField', string> = {
  ...{ user: '', group: '', policy: '', recorder: '', route: '', category: '', customField: '' },
}

const inAcme = { 'soundkeep-tenant': acme.id }
const any = { headers: { 'if-match': '*' } }
const sams = async (path: string, body: object): Promise<string> => {
  const { body: made, text } = await world.as('sam').post(path, { body, headers: inAcme })
  const { id } = made as { id?: string }
  if (id === undefined) throw new Error(`${path}: ${text}`)
  return id
}
const srn = (path: string) => `srn:soundkeep:${acme.id}:${path}`
const documentOf = (statement: object) => JSON.stringify({ Version: '2012-10-17', Statement: [statement] })
const harmless = documentOf({ Effect: 'Deny', Action: 'recording:Delete', Resource: '*' })

beforeAll(async () => {
  world = await givenCloud()
  things.user = await sams('/users', { name: 'Hidden', email: 'hidden@example.com' })
  things.group = await sams('/groups', { name: 'Hidden' })
  await sams('/groups', { name: 'Shown' })
  things.policy = await sams('/policies', { name: 'Hidden', document: harmless })
  things.recorder = await sams('/recorders', { name: 'Hidden' })
  things.route = await sams('/routes', { name: 'Hidden', numberPattern: '+1 415 555 0177' })
  things.category = await sams('/categories', { name: 'Hidden' })
  await sams('/categories', { name: 'Shown' })
  things.customField = await sams('/custom-fields', { name: 'hidden', label: 'Hidden', type: 'text' })
  await sams('/custom-fields', { name: 'shown', label: 'Shown', type: 'text' })
  const hidden = Object.entries(things).flatMap(([kind, id]) => [srn(`${kind}/${id}`), srn(`${kind}/new`)])
  const Resource = [...hidden, srn('tenant'), srn('audit')]
  const policyId = await sams('/policies', {
    name: 'Hides',
    document: documentOf({ Effect: 'Deny', Action: ['*:Read', '*:Edit', 'tenant:*'], Resource }),
  })
  await sams('/users', {
    ...{ name: 'Dana', email: 'dana@example.com', role: 'tenantAdministrator', policyIds: [policyId] },
    managedPolicies: managedPolicySchema.options,
  })
  dana = world.withToken(await world.cloud.tokenOf('dana@example.com'))
})
afterAll(() => world.close())

const listOf = ({ body }: Answer) => (body as { items: { id: string }[] }).items.map(({ id }) => id)
const paths = {
  user: '/users',
  group: '/groups',
  policy: '/policies',
  recorder: '/recorders',
  route: '/routes',
  category: '/categories',
  customField: '/custom-fields',
} as const
/** A change of each kind. */
const otherName = {
  ...{ user: { name: 'Other' }, group: { name: 'Other' }, policy: { name: 'Other' }, recorder: { name: 'Other' } },
  ...{ route: { name: 'Other' }, category: { name: 'Other' }, customField: { label: 'Other' } },
} as const
const kinds = Object.keys(paths) as (keyof typeof paths)[] // its own keys

describe('a thing that a policy hides from somebody', () => {
  it.each(kinds)('is not there for them: a %s', async (kind) => {
    const path = `${paths[kind]}/${things[kind]}`
    expect((await dana.get(path)).status).toBe(404)
    expect((await dana.patch(path, { body: otherName[kind], ...any })).status).toBe(404)
    expect((await dana.delete(path, any)).status).toBe(404)
    expect(listOf(await world.as('tara').get(paths[kind]))).toContain(things[kind])
    const { items } = (await dana.get(paths[kind])).body as { items: { id: string; kind?: string }[] }
    // Of a route whose recordings they may see they know the head alone.
    expect(items.filter(({ id, kind: whole }) => id === things[kind] && (kind !== 'route' || whole))).toEqual([])
    expect(items.length).toBeGreaterThan(0)
    expect((await world.as('tara').get(path)).status).toBe(200)
  })

  it('has no secrets, sign-ins or explanations for them either', async () => {
    const { user, recorder } = things
    const asked = await Promise.all([
      dana.post(`/recorders/${recorder}/secrets`),
      dana.delete(`/recorders/${recorder}/secrets/any`),
      ...['invitation', 'password-reset', 'sign-out'].map((what) => dana.post(`/users/${user}/${what}`)),
      dana.delete(`/users/${user}/second-factor`),
      dana.post('/permissions/explain', { body: { userId: user, action: 'recording:Play' } }),
      dana.post('/policies/test', { body: { userId: user, action: 'recording:Play', document: harmless } }),
    ])
    expect(asked.map(({ status }) => status)).toEqual(asked.map(() => 404))
  })

  it('is not told by the route that a call would get, nor among those that lost', async () => {
    const hidden = await dana.post('/routes/test', { body: { from: '+14155550177' } })
    expect(hidden.problem?.code).toBe('forbidden')
    const other = await dana.post('/routes/test', { body: { from: '+14155550100' } })
    const { candidates } = other.body as { candidates: { id: string }[] }
    expect(candidates.length).toBeGreaterThan(0)
    expect(candidates.map(({ id }) => id)).not.toContain(things.route)
  })
})

describe('a thing that a policy lets somebody only read', () => {
  it('is there for them, and not theirs to change', async () => {
    const Resource = Object.entries(things).map(([kind, id]) => srn(`${kind}/${id}`))
    const document = documentOf({ Effect: 'Deny', Action: '*:Edit', Resource })
    const policyId = await sams('/policies', { name: 'Keeps', document })
    const rights = { role: 'tenantAdministrator', policyIds: [policyId] }
    await sams('/users', { name: 'Rea', email: 'rea@example.com', ...rights })
    const rea = world.withToken(await world.cloud.tokenOf('rea@example.com'))
    for (const kind of kinds) {
      const path = `${paths[kind]}/${things[kind]}`
      expect((await rea.get(path)).status).toBe(200)
      // Of a person it is told, since who may see them knows that they are there.
      const status = kind === 'user' ? 403 : 404
      expect((await rea.patch(path, { body: otherName[kind], ...any })).status).toBe(status)
      expect((await rea.delete(path, any)).status).toBe(status)
    }
  })
})

describe('what a policy denies somebody to make', () => {
  it.each([
    ['/users', { name: 'New', email: 'new@example.com' }],
    ['/groups', { name: 'New' }],
    ['/policies', { name: 'New', document: harmless }],
    ['/recorders', { name: 'New' }],
    ['/routes', { name: 'New' }],
    ['/categories', { name: 'New' }],
    ['/custom-fields', { name: 'New', label: 'New', type: 'text' }],
  ])('is refused: POST %s', async (path, body) => {
    const { problem } = await dana.post(path, { body })
    expect(problem?.code).toBe('forbidden')
    expect(JSON.stringify((await world.as('tara').get(path)).body)).not.toContain('"New"')
  })

  it('is refused in a file, too', async () => {
    const body = { csv: 'email,name\nnew@example.com,New\n', isDryRun: false }
    const { text } = await dana.post('/users/import', { body })
    expect(text).toContain('user:Edit')
    expect((await world.as('tara').get('/users')).text).not.toContain('new@example.com')
  })
})

describe('the settings and the audit of a tenant', () => {
  it('are closed to whom a policy denies them', async () => {
    const asked = await Promise.all([
      dana.get('/tenants/current'),
      dana.patch('/tenants/current', { body: { description: 'Other' }, ...any }),
      dana.post('/support-access', { body: { reason: 'To look', hours: 1 } }),
      dana.delete('/support-access'),
      dana.get('/audit'),
      dana.post('/audit/export', { body: {} }),
    ])
    expect(asked.map(({ status }) => status)).toEqual(asked.map(() => 404))
    expect((await world.as('tara').get('/support-access')).body).toMatchObject({ isOpen: false })
  })
})

describe('the routes that somebody is told of', () => {
  it('are their own, also where their policies go by agents and not by routes', async () => {
    const own = demoRoutes.filter(({ tenantId, isDefault }) => tenantId === acme.id && !isDefault).map(({ id }) => id)
    const rights = { routes: own, managedPolicies: ['myCalls'], agentIds: ['17'] }
    await sams('/users', { name: 'Lim', email: 'lim@example.com', ...rights })
    const lim = world.withToken(await world.cloud.tokenOf('lim@example.com'))
    expect(listOf(await lim.get('/routes')).sort()).toEqual([...own].sort())
  })
})

describe('administrators of the platform', () => {
  const administrators = async (login: 'sam' | 'ada') => {
    const { body } = await world.as(login).get('/administrators')
    return new Map(
      (body as { items: { name: string; isEditable: boolean; id: string }[] }).items.map((each) => [each.name, each]),
    )
  }

  it('are told whom they may change: nobody above them, and not themselves', async () => {
    await world.as('sam').post('/administrators', { body: { name: 'Al', email: 'al@example.com' } })
    const seen = async (login: 'sam' | 'ada') =>
      [...(await administrators(login)).values()].filter(({ isEditable }) => isEditable).map(({ name }) => name)
    expect((await seen('sam')).sort()).toEqual(['Ada Novak', 'Al'])
    expect(await seen('ada')).toEqual(['Al'])
  })

  it('change nobody above them, and not themselves', async () => {
    const all = await administrators('ada')
    const codes = async (login: 'sam' | 'ada', name: string) => {
      const path = `/administrators/${all.get(name)?.id}`
      const [changed, removed] = [
        await world.as(login).patch(path, { body: { isEnabled: false } }),
        await world.as(login).delete(path),
      ]
      return [changed.problem?.code, removed.problem?.code]
    }
    expect(await codes('ada', 'Sam Rivera')).toEqual(['forbidden', 'forbidden'])
    expect(await codes('ada', 'Ada Novak')).toEqual(['own_rights', 'own_rights'])
    expect(await codes('sam', 'Sam Rivera')).toEqual(['own_rights', 'own_rights'])
    const body = { name: 'Bo', email: 'bo@example.com', role: 'superUser' }
    expect((await world.as('ada').post('/administrators', { body })).problem?.code).toBe('forbidden')
  })
})
