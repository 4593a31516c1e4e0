import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkPolicy } from '../../../../../functions/domain/policies/index.ts'
import {
  changed,
  formOf,
  newStatement,
  type PolicyForm,
  routeResource,
  type ShownStatement,
  sizeOf,
  startingDocument,
  textOf,
} from '../../../../../web/pages/admin/policies/document.ts'
import { policyOf, routeIds, tenantId } from './given.ts'

const readForm = (text: string): PolicyForm => {
  const { form, why } = formOf(text, tenantId)
  if (!form) throw new Error(why)
  return form
}
const onlyShown = (text: string): ShownStatement => {
  const [statement] = readForm(text).statements
  if (statement?.kind !== 'shown') throw new Error('the form does not show it')
  return statement
}
const play = { Effect: 'Allow', Action: 'recording:Play', Resource: '*' }

describe('a policy in the form', () => {
  it('shows effect, actions, recordings and conditions', () => {
    const resources = routeIds.map((routeId) => routeResource(tenantId, routeId))
    const text = policyOf({
      ...{ Sid: 'Own', Effect: 'Deny', Action: ['recording:Play', 'recording:*'], Resource: resources },
      Condition: { StringEquals: { 'recording.agentId': ['a', 'b'] }, Bool: { 'recording.sensitive': true } },
    })
    expect(onlyShown(text)).toMatchObject({
      ...{ sid: 'Own', effect: 'Deny', actions: ['recording:Play', 'recording:*'] },
      resources: { kind: 'routes', routeIds },
      conditions: [
        { operator: 'StringEquals', key: 'recording.agentId', values: ['a', 'b'] },
        { operator: 'Bool', key: 'recording.sensitive', values: [true] },
      ],
    })
  })

  it.each([
    ['*', { kind: 'all' }],
    [routeResource('01k0gl0bex0000000000000000', routeIds[0]), { kind: 'patterns' }],
    [`srn:soundkeep:${tenantId}:route/*`, { kind: 'patterns' }],
  ])('takes the resource %s as %j', (Resource, resources) => {
    expect(onlyShown(policyOf({ ...play, Resource })).resources).toMatchObject(resources)
  })

  it.each([
    [{ Effect: 'Allow', NotAction: 'recording:Delete', Resource: '*' }, /NotAction/],
    [{ ...play, NotResource: '*' }, /NotResource/],
    [{ ...play, Effect: 'allow' }, /Effect/],
    [{ ...play, Action: ['recording:Play', 7] }, /no text/],
    [{ ...play, Condition: ['StringEquals'] }, /Condition/],
    [{ ...play, Condition: { StringEquals: { key: [{}] } } }, /Condition/],
    ['Allow', /object/],
  ])('keeps %j as it is, and says why', (statement, why) => {
    const form = readForm(policyOf(play, statement))
    expect(form.statements[1]).toMatchObject({ kind: 'kept', source: statement })
    const [, kept] = form.statements
    expect(kept?.kind === 'kept' && kept.why).toMatch(why)
    expect(JSON.parse(textOf(form, tenantId)).Statement[1]).toEqual(statement)
  })

  it.each([
    ['{', /not JSON/],
    ['[]', /no JSON object/],
    ['{"Statement": [], "Statement": []}', /Statement stands twice/],
    ['{"Statement": [{"Effect": "Allow", "Sid": "a", "Effect": "Deny"}]}', /Effect stands twice/],
    ['{"Statement": [{"Effect": "Allow", "\\u0045ffect": "Deny"}]}', /Effect stands twice/],
    ['{"Statement": [], "Id": 12345678901234567890}', /12345678901234567890/],
  ])('is not offered for %s', (text, why) => {
    expect(formOf(text, tenantId)).toEqual({ why: expect.stringMatching(why) })
  })

  it('is not misled by names in texts, nor by the same name in two objects', () => {
    const text = '{"Statement": [{"Sid": "\\"Sid\\": 1, {", "Effect": "Allow"}, {"Sid": "b", "Effect": "Deny"}]}'
    expect(formOf(text, tenantId).why).toBeUndefined()
  })
})

describe('the text that the form writes', () => {
  const texts = fc.array(fc.string({ maxLength: 8 }), { maxLength: 3 })
  const value = fc.oneof(fc.string({ maxLength: 8 }), fc.integer(), fc.boolean())
  const name = fc.constantFrom('StringEquals', 'NumericLessThan', 'Bool', 'recording.agentId', 'user.id')
  const statement = fc.record(
    {
      Sid: fc.string({ maxLength: 8 }),
      Effect: fc.constantFrom('Allow', 'Deny', 'allow'),
      Action: fc.oneof(fc.string({ maxLength: 8 }), texts),
      NotAction: texts,
      Resource: fc.oneof(fc.constantFrom('*', routeResource(tenantId, routeIds[0])), texts),
      Condition: fc.dictionary(name, fc.dictionary(name, fc.oneof(value, fc.array(value, { maxLength: 3 })))),
    },
    { requiredKeys: [] },
  )

  it('says what the text before said, while nothing is changed', () => {
    fc.assert(
      fc.property(fc.array(statement, { maxLength: 4 }), (statements) => {
        const text = policyOf(...statements)
        expect(JSON.parse(textOf(readForm(text), tenantId))).toEqual(JSON.parse(text))
      }),
    )
  })

  it('says of a changed statement what the form shows of it', () => {
    fc.assert(
      fc.property(statement, (source) => {
        const [before] = readForm(policyOf(source)).statements
        if (before?.kind !== 'shown') return
        const after = onlyShown(textOf({ head: {}, statements: [changed(before, {})] }, tenantId))
        const { source: _, ...shown } = after
        const { source: __, ...was } = before
        expect(shown).toEqual(was)
      }),
    )
  })

  it('keeps what stands beside the statements', () => {
    const form = readForm('{"Version": "2012-10-17", "Id": "mine", "Statement": {"Effect": "Allow"}}')
    expect(JSON.parse(textOf(form, tenantId))).toEqual({
      ...{ Version: '2012-10-17', Id: 'mine' },
      Statement: [{ Effect: 'Allow' }],
    })
  })

  it('is a policy that the server takes, once the new statement is filled in', () => {
    const filled = changed(newStatement(), {
      ...{ effect: 'Deny', actions: ['recording:Download'], resources: { kind: 'routes', routeIds } },
      conditions: [
        { operator: 'StringEquals', key: 'recording.agentId', values: ['a', 'b'] },
        { operator: 'StringEquals', key: 'recording.queue', values: ['sales'] },
      ],
    })
    const form = readForm(startingDocument)
    const text = textOf({ ...form, statements: [...form.statements, filled] }, tenantId)
    expect(checkPolicy(text)).toMatchObject({ isValid: true })
    expect(JSON.parse(text).Statement[1].Condition).toEqual({
      StringEquals: { 'recording.agentId': ['a', 'b'], 'recording.queue': 'sales' },
    })
  })
})

describe('the size of a policy', () => {
  it('is counted in bytes of UTF-8 and in statements', () => {
    expect(sizeOf('{"Id": "é", "Statement": [{}, {}]}')).toEqual({ bytes: 35, statements: 2 })
    expect(sizeOf('{"Statement": {}}').statements).toBe(1)
    expect(sizeOf('{"Statement"').statements).toBeUndefined()
  })
})
