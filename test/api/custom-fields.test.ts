import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { BodyInputOf, Contract, ResponseOf } from '../../functions/contract/index.ts'
import { acme } from '../../local/demo/people.ts'
import { type Answer, type GivenCloud, givenCloud, type Login } from '../given/cloud.ts'

type CategoryView = ResponseOf<Contract['customData']['getCategory']>
type FieldView = ResponseOf<Contract['customData']['getCustomField']>
type NewField = BodyInputOf<Contract['customData']['createCustomField']>

let world: GivenCloud
beforeAll(async () => {
  world = await givenCloud()
})
afterAll(() => world.close())

const any = { 'if-match': '*' }
/** The answers of all of these are held to the contract. */
const bodyOf = <T>({ body }: Answer) => body as T
const itemsOf = async <T>(path: string, login: Login = 'tara') =>
  bodyOf<{ items: T[] }>(await world.as(login).get(path)).items
const fieldErrors = ({ problem }: Answer) => ({
  code: problem?.code,
  errors: Object.fromEntries((problem?.errors ?? []).map(({ field, message }) => [field, message])),
})
const create = (path: string, body: object, headers = {}, login: Login = 'tara') =>
  world.as(login).post(path, { body, headers })
const made = async <T extends { id: string }>(path: string, body: object) => {
  const answer = await create(path, body)
  if (answer.status !== 201) throw new Error(`it was refused: ${answer.text}`)
  return { ...bodyOf<T>(answer), path: `${path}/${bodyOf<T>(answer).id}`, etag: answer.headers.get('etag') ?? '' }
}
const madeField = (body: NewField) => made<FieldView>('/custom-fields', body)
const change = (path: string, body: object, headers: Record<string, string> = any, login: Login = 'tara') =>
  world.as(login).patch(path, { body, headers })

describe('a category', () => {
  it('is made, renamed, recoloured, retired and restored', async () => {
    const { path, etag, ...category } = await made<CategoryView>('/categories', { name: 'Sale', colour: 'green' })
    expect(category).toMatchObject({ name: 'Sale', colour: 'green', retiredAt: null })
    const renamed = await change(path, { name: 'Sold', colour: 'blue' }, { 'if-match': etag })
    expect(renamed.body).toMatchObject({ id: category.id, name: 'Sold', colour: 'blue' })
    expect((await world.as('tara').delete(path, { headers: any })).status).toBe(204)
    const retired = bodyOf<CategoryView>(await world.as('tara').get(path))
    expect(retired.retiredAt).not.toBeNull()
    expect(await itemsOf<CategoryView>('/categories')).toContainEqual(retired)
    // Retiring it again does not make it later.
    await world.as('tara').delete(path, { headers: any })
    expect(bodyOf<CategoryView>(await world.as('tara').get(path)).retiredAt).toBe(retired.retiredAt)
    expect((await change(path, { isRetired: false })).body).toMatchObject({ name: 'Sold', retiredAt: null })
  })

  it('is made once for an Idempotency-Key, under a name of its own and in one of our colours', async () => {
    const key = { 'idempotency-key': 'once' }
    const asked = { name: 'Once', colour: 'teal' }
    const [first, second] = [await create('/categories', asked, key), await create('/categories', asked, key)]
    expect([first.status, second.status]).toEqual([201, 200])
    expect(second.body).toEqual(first.body)
    expect(fieldErrors(await create('/categories', { name: 'ONCE' }))).toEqual({
      ...{ code: 'category_name_taken', errors: { name: 'is the name of another category' } },
    })
    expect(fieldErrors(await create('/categories', { name: 'Mauve', colour: 'mauve' })).errors).toHaveProperty('colour')
    expect(fieldErrors(await create('/categories', { name: 'x'.repeat(65) })).errors).toHaveProperty('name')
  })

  it('changes as it was seen alone', async () => {
    const { path, etag } = await made<CategoryView>('/categories', { name: 'Seen' })
    expect((await change(path, { colour: 'red' }, { 'if-match': etag })).status).toBe(200)
    expect((await change(path, { colour: 'pink' }, { 'if-match': etag })).problem?.code).toBe('precondition_failed')
    expect((await change(path, { colour: 'pink' }, {})).problem?.code).toBe('precondition_required')
    const late = await world.as('tara').delete(path, { headers: { 'if-match': etag } })
    expect(late.problem?.code).toBe('precondition_failed')
    expect((await world.as('tara').get(path)).body).toMatchObject({ colour: 'red' })
  })

  it('is seen by Tenant Users, and made by administrators of its tenant alone', async () => {
    const { id, path } = await made<CategoryView>('/categories', { name: 'Ours' })
    expect((await itemsOf<CategoryView>('/categories', 'uma')).map((each) => each.id)).toContain(id)
    expect((await itemsOf<CategoryView>('/categories', 'tom')).map((each) => each.id)).not.toContain(id)
    expect((await create('/categories', { name: 'Mine' }, {}, 'uma')).problem?.code).toBe('forbidden')
    expect((await change(path, { name: 'Mine' }, any, 'uma')).problem?.code).toBe('forbidden')
    expect((await change(path, { name: 'Mine' }, any, 'tom')).problem?.code).toBe('not_found')
    expect((await world.as('rec-acme').get('/categories')).problem?.code).toBe('forbidden')
  })

  it('is one of a hundred in use; a retired one makes room', async () => {
    const globex = (path: string, body: object) => world.as('tom').post(path, { body })
    for (let number = (await itemsOf('/categories', 'tom')).length; number < 100; number++) {
      expect((await globex('/categories', { name: `Sort ${number}` })).status).toBe(201)
    }
    expect((await globex('/categories', { name: 'One more' })).problem?.code).toBe('too_many_categories')
    const [first] = await itemsOf<CategoryView>('/categories', 'tom')
    const path = `/categories/${first?.id}`
    await change(path, { isRetired: true }, any, 'tom')
    expect((await globex('/categories', { name: 'One more' })).status).toBe(201)
    expect((await change(path, { isRetired: false }, any, 'tom')).problem?.code).toBe('too_many_categories')
  })
})

describe('a custom field', () => {
  it('is made with all that it does not say, after the others, and found again', async () => {
    const first = await madeField({ name: 'ticket', label: 'Ticket', type: 'text' })
    const { path, etag, ...second } = await madeField({
      name: 'outcome',
      label: 'Outcome',
      type: 'choice',
      choices: ['Won', 'Lost'],
    })
    expect(second).toMatchObject({
      ...{ name: 'outcome', label: 'Outcome', type: 'choice', appliesTo: 'recording', choices: ['Won', 'Lost'] },
      ...{ isRequired: false, default: null, isSearchable: false, order: first.order + 1, editors: 'everybody' },
      ...{ metadataPath: null, retiredAt: null },
    })
    const read = await world.as('tara').get(path)
    expect([read.body, read.headers.get('etag')]).toEqual([second, etag])
  })

  it('keeps its name, type and scope', async () => {
    const { path } = await madeField({ name: 'fixed', label: 'Fixed', type: 'text' })
    for (const body of [{ name: 'other' }, { type: 'number' }, { appliesTo: 'segment' }]) {
      const [field = ''] = Object.keys(body)
      expect(fieldErrors(await change(path, body))).toEqual({
        ...{ code: 'invalid_request', errors: { [field]: 'is not a field of this request' } },
      })
    }
  })

  it.each<[string, object, string]>([
    ['a name that policies cannot say', { name: 'the outcome' }, 'name'],
    ['a type that there is not', { type: 'colour' }, 'type'],
    ['a choice without choices', { type: 'choice' }, 'choices'],
    ['choices of a text', { choices: ['A'] }, 'choices'],
    ['a choice twice', { type: 'choice', choices: ['A', 'B', 'a'] }, 'choices[2]'],
    ['an empty choice', { type: 'choice', choices: ['A', ' '] }, 'choices[1]'],
    ['101 choices', { type: 'choice', choices: Array.from({ length: 101 }, (_, at) => `C${at}`) }, 'choices'],
    ['a default of another type', { type: 'number', default: 'seven' }, 'default'],
    ['a default that is no choice', { type: 'choice', choices: ['A'], default: 'B' }, 'default'],
    ['a group that is not there', { editors: { groupIds: ['01kzadm0000000000000000000'] } }, 'editors.groupIds[0]'],
    ['a role that fills nothing in', { editors: { roles: ['apiUser'] } }, 'editors.roles[0]'],
    ['a key that there is not', { colour: 'red' }, 'colour'],
  ])('is refused with %s, and nothing is written', async (_, wrong, field) => {
    const before = await itemsOf<FieldView>('/custom-fields')
    const answer = fieldErrors(
      await create('/custom-fields', { name: 'wrong', label: 'Wrong', type: 'text', ...wrong }),
    )
    expect(answer).toEqual({ code: 'invalid_request', errors: { [field]: expect.any(String) } })
    expect(await itemsOf<FieldView>('/custom-fields')).toEqual(before)
  })

  it('is changed only to what is right as a whole', async () => {
    const asked = { name: 'size', label: 'Size', type: 'choice', choices: ['S', 'M', 'L'], default: 'M' } as const
    const { path, etag } = await madeField({ ...asked, choices: [...asked.choices] })
    expect(fieldErrors(await change(path, { choices: ['S', 'L'] })).errors).toHaveProperty('default')
    const changed = await change(path, { choices: ['S', 'L'], default: null, label: 'T-shirt' }, { 'if-match': etag })
    expect(changed.body).toMatchObject({ choices: ['S', 'L'], default: null, label: 'T-shirt' })
    expect((await change(path, { label: 'Late' }, { 'if-match': etag })).problem?.code).toBe('precondition_failed')
    const late = await world.as('tara').delete(path, { headers: { 'if-match': etag } })
    expect(late.problem?.code).toBe('precondition_failed')
    expect((await change(path, { order: 0 })).body).toMatchObject({ order: 0 })
    expect((await itemsOf<FieldView>('/custom-fields'))[0]).toMatchObject({ name: 'size' })
  })

  it('names who fills it in, groups that there are', async () => {
    const group = await made<{ id: string }>('/groups', { name: 'Quality' })
    const { path } = await madeField({
      name: 'audited',
      label: 'Audited',
      type: 'yesNo',
      editors: { groupIds: [group.id] },
    })
    expect((await world.as('tara').get(path)).body).toMatchObject({ editors: { roles: [], groupIds: [group.id] } })
    // A group that is gone hinders no other change.
    await world.as('sam').delete(`/groups/${group.id}`, { headers: { ...any, 'soundkeep-tenant': acme.id } })
    expect((await change(path, { label: 'Checked' })).status).toBe(200)
  })

  it('is retired, its name kept, and restored', async () => {
    const { path, id } = await madeField({ name: 'gone', label: 'Gone', type: 'text' })
    expect((await world.as('tara').delete(path, { headers: any })).status).toBe(204)
    expect(bodyOf<FieldView>(await world.as('tara').get(path)).retiredAt).not.toBeNull()
    expect(fieldErrors(await create('/custom-fields', { name: 'GONE', label: 'G', type: 'date' })).code).toBe(
      'custom_field_name_taken',
    )
    expect((await change(path, { isRetired: false })).body).toMatchObject({ id, retiredAt: null })
  })

  it('is read by Tenant Users, and made by administrators of its tenant alone', async () => {
    const { id, path } = await madeField({ name: 'ours', label: 'Ours', type: 'text' })
    expect((await itemsOf<FieldView>('/custom-fields', 'uma')).map((each) => each.id)).toContain(id)
    expect((await itemsOf<FieldView>('/custom-fields', 'tom')).map((each) => each.id)).not.toContain(id)
    const mine = { name: 'mine', label: 'Mine', type: 'text' }
    expect((await create('/custom-fields', mine, {}, 'uma')).problem?.code).toBe('forbidden')
    expect((await change(path, { label: 'Mine' }, any, 'tom')).problem?.code).toBe('not_found')
  })

  it('is one of a hundred in use', async () => {
    const globex = (name: string) =>
      world.as('tom').post('/custom-fields', { body: { name, label: name, type: 'text' } })
    const inUse = async () =>
      (await itemsOf<FieldView>('/custom-fields', 'tom')).filter(({ retiredAt }) => retiredAt === null).length
    for (let number = await inUse(); number < 100; number++) expect((await globex(`f${number}_`)).status).toBe(201)
    expect((await globex('more')).problem?.code).toBe('too_many_custom_fields')
    const [first] = await itemsOf<FieldView>('/custom-fields', 'tom')
    await change(`/custom-fields/${first?.id}`, { isRetired: true }, any, 'tom')
    expect((await globex('more')).status).toBe(201)
  })
})
