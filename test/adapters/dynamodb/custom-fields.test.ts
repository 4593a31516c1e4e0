import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { CustomField } from '../../../functions/model/index.ts'
import { givenEntry } from '../../domain/audit/given.ts'
import { givenCustomField, newGroupId } from '../../domain/given.ts'
import { actionsIn, type GivenStores, type GivenTable, givenTable, newTenantId, storesOf } from './given.ts'

let table: GivenTable
let stores: GivenStores
beforeAll(async () => {
  table = await givenTable()
  stores = storesOf(table, table.clock)
})
afterAll(() => table.dispose())

const create = (field: CustomField) =>
  stores.customFields.create(field, givenEntry({ action: 'createCustomField' }), null)
const change = (field: CustomField, previous: CustomField) =>
  stores.customFields.change(field, previous, givenEntry({ action: 'changeCustomField' }))

describe('custom fields', () => {
  it('are given as they were made, whatever their type, each tenant its own', async () => {
    const [acme, globex] = [newTenantId(), newTenantId()]
    const text = givenCustomField({ tenantId: acme, name: 'a', default: 'None', metadataPath: 'extensions.ticket' })
    const choices = givenCustomField({
      ...{ tenantId: acme, name: 'b', type: 'multipleChoice', appliesTo: 'segment', choices: ['X', 'Y'], order: 7 },
      ...{ default: ['X'], isRequired: true, isSearchable: true, retiredAt: '2026-11-23T10:00:00.000Z' },
      editors: { roles: ['tenantAdministrator'], groupIds: [newGroupId()] },
    })
    const yesNo = givenCustomField({ tenantId: acme, name: 'c', type: 'yesNo', default: false })
    for (const field of [text, choices, yesNo]) expect(await create(field)).toBe('written')
    expect(await stores.customFields.customFields(acme)).toEqual([text, choices, yesNo])
    expect(await stores.customFields.customFields(globex)).toEqual([])
    expect(await stores.customFields.find(globex, text.id)).toBeUndefined()
  })

  it('have names of their own, and change only as they were read', async () => {
    const field = givenCustomField({ tenantId: newTenantId(), name: 'ticket' })
    expect(await create(field)).toBe('written')
    expect(await create(givenCustomField({ tenantId: field.tenantId, name: 'TICKET' }))).toBe('stale')
    expect(await change({ ...field, label: 'Case', version: 2 }, field)).toBe('written')
    expect(await change({ ...field, label: 'Late', version: 2 }, field)).toBe('stale')
    expect((await stores.customFields.find(field.tenantId, field.id))?.label).toBe('Case')
    expect(await actionsIn(table, field.tenantId)).toEqual(['changeCustomField', 'createCustomField'])
  })
})
