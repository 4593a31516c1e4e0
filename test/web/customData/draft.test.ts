import { describe, expect, it } from 'vitest'
import type { CustomDatum } from '../../../web/api/index.ts'
import {
  changedFields,
  changesOf,
  draftOf,
  draftValueOf,
  problemsOf,
  rebased,
  valueOfDraft,
} from '../../../web/customData/draft.ts'

const datum = (facts: Partial<CustomDatum>): CustomDatum => ({
  fieldId: '01kzfeld00000000000000000a' as CustomDatum['fieldId'], // of its form
  ...{ name: 'ticket', label: 'Ticket', type: 'text', choices: [], isRequired: false, value: null },
  ...{ isDefault: false, fits: true, isMissing: false, denial: null },
  ...facts,
})
const items = [
  datum({ name: 'ticket', value: 'A-1' }),
  datum({ name: 'amount', type: 'number', value: 12.5 }),
  datum({ name: 'vip', type: 'yesNo', isRequired: true, value: true }),
  datum({ name: 'topics', type: 'multipleChoice', choices: ['A', 'B'], value: ['A'] }),
]
const base = draftOf(items)
const drafted = (changes: Record<string, string | boolean | null | string[]>) =>
  new Map([...base, ...Object.entries(changes)])

describe('the form of custom data', () => {
  it('shows every value, and holds none of its own', () => {
    expect([...base]).toEqual([
      ['ticket', 'A-1'],
      ['amount', '12.5'],
      ['vip', true],
      ['topics', ['A']],
    ])
    expect(changedFields(base, base)).toEqual([])
    for (const { name, type, value } of items) expect(valueOfDraft(type, base.get(name) ?? null)).toEqual(value)
  })

  it('sends what was changed alone', () => {
    const draft = drafted({ amount: ' 13,5 ', topics: [] })
    expect(changesOf(draft, base, items)).toEqual({ amount: 13.5, topics: null })
    expect(changesOf(drafted({ ticket: '' }), base, items)).toEqual({ ticket: null })
    expect(changesOf(drafted({ topics: ['A'] }), base, items)).toEqual({})
  })

  it('knows what cannot be saved, before it is sent', () => {
    expect(problemsOf(drafted({ amount: 'twelve', vip: null }), base, items)).toEqual({
      amount: expect.stringContaining('number'),
      vip: expect.stringContaining('required'),
    })
    // What was empty before is no problem of who changes something else.
    const missing = [datum({ name: 'vip', type: 'yesNo', isRequired: true, isMissing: true })]
    expect(problemsOf(draftOf(missing), draftOf(missing), missing)).toEqual({})
  })

  it('keeps what the person changed over what somebody else saved meanwhile', () => {
    const theirs = draftOf(items.map((item) => (item.name === 'ticket' ? { ...item, value: 'B-2' } : item)))
    const draft = rebased(drafted({ amount: '7' }), base, theirs)
    expect([draft.get('ticket'), draft.get('amount')]).toEqual(['B-2', '7'])
    expect(rebased(drafted({ ticket: 'mine' }), base, theirs).get('ticket')).toBe('mine')
  })

  it('has an empty control for every type', () => {
    expect(draftValueOf('text', null)).toBe('')
    expect(draftValueOf('choice', null)).toBeNull()
    expect(draftValueOf('multipleChoice', null)).toEqual([])
    expect(valueOfDraft('multipleChoice', [])).toBeNull()
  })
})
