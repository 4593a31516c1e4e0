import { describe, expect, it } from 'vitest'
import type { CustomField } from '../../../../../web/api/index.ts'
import {
  customFieldChangesOf,
  customFieldDraftOf,
  customFieldProblems,
  defaultText,
  editorsText,
  newCustomFieldDraft,
  newCustomFieldOf,
  suggestedName,
} from '../../../../../web/pages/admin/customFields/customFieldDraft.ts'

const field: CustomField = {
  id: '01kzfeld00000000000000000a' as CustomField['id'], // of its form
  ...{ name: 'outcome', label: 'Outcome', type: 'choice', appliesTo: 'recording', choices: ['Won', 'Lost'] },
  ...{ isRequired: false, default: 'Won', isSearchable: false, order: 1, editors: 'everybody', metadataPath: null },
  ...{ retiredAt: null, updatedAt: '2026-11-23T10:00:00.000Z' },
}
const base = customFieldDraftOf(field)

describe('the form of a custom field', () => {
  it('sends what was changed alone', () => {
    expect(customFieldChangesOf(base, base)).toEqual({})
    expect(customFieldChangesOf({ ...base, label: 'Result ', choices: 'Won\n\n Lost \nOpen' }, base)).toEqual({
      ...{ label: 'Result', choices: ['Won', 'Lost', 'Open'] },
    })
    // An empty line is no choice.
    expect(customFieldChangesOf({ ...base, choices: 'Won\nLost\n' }, base)).toEqual({})
    const editors = editorsText({ roles: ['tenantUser'], groupIds: [] })
    expect(customFieldChangesOf({ ...base, editors, default: defaultText(null) }, base)).toEqual({
      ...{ editors: { roles: ['tenantUser'], groupIds: [] }, default: null },
    })
  })

  it('makes a field of its type, without choices where there are none', () => {
    const draft = { ...newCustomFieldDraft, name: 'amount', label: 'Amount', choices: 'left over' }
    expect(newCustomFieldOf({ ...draft, type: 'number', default: defaultText('7') })).toMatchObject({
      ...{ name: 'amount', type: 'number', choices: [], default: 7, editors: 'everybody', metadataPath: null },
    })
  })

  it('knows what cannot be saved, before it is sent', () => {
    expect(Object.keys(customFieldProblems(newCustomFieldDraft))).toEqual(['label', 'name'])
    expect(customFieldProblems({ ...base, choices: 'Won\nwon' }).choices).toContain('twice')
    expect(customFieldProblems({ ...base, choices: ' ' }).choices).toContain('at least one')
    expect(customFieldProblems({ ...base, type: 'number', choices: '', default: defaultText('x') })).toHaveProperty(
      'default',
    )
    expect(customFieldProblems(base)).toEqual({})
  })

  it.each([
    ['Order number', 'orderNumber'],
    ['Größe in cm', 'groEInCm'],
    ['2nd callback?', 'ndCallback'],
    ['', ''],
  ])('calls “%s” %s', (label, name) => expect(suggestedName(label)).toBe(name))
})
