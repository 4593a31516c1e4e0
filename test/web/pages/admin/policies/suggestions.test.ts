import { describe, expect, it } from 'vitest'
import type { Category } from '../../../../../web/api/index.ts'
import { placeAt } from '../../../../../web/pages/admin/policies/place.ts'
import { suggestionsAt } from '../../../../../web/pages/admin/policies/suggestions.ts'
import { givenVocabulary, tenantId } from './given.ts'

// An id of the contract's is a text with a brand, which these texts need not have.
const tenant = { id: tenantId, categories: [{ id: 'c1', name: 'Praise' }] as unknown as Category[] }
const labelsAt = (marked: string): string[] => {
  const place = placeAt(marked.replace('|', ''), marked.indexOf('|'))
  return suggestionsAt(place, givenVocabulary(), tenant).map(({ label }) => label)
}
const statement = (inner: string) => `{"Statement": [{${inner}`

describe('what can be written in a policy', () => {
  it('are the elements that are not there yet', () => {
    expect(labelsAt('{"Version": "2012-10-17", "|')).toEqual(['Id', 'Statement'])
    const labels = labelsAt(statement('"Effect": "Allow", "|'))
    expect(labels).toContain('Action')
    expect(labels).not.toContain('Effect')
  })

  it('are actions, each group of them too', () => {
    const labels = ['recording:Play', 'recording:Download', 'audit:Read', 'recording:*', 'audit:*']
    expect(labelsAt(statement('"Action": "|'))).toEqual(labels)
    expect(labelsAt(statement('"NotAction": ["recording:Play", |'))).toEqual(labels)
  })

  it('are resources of this tenant', () => {
    expect(labelsAt(statement('"Resource": "|'))).toEqual(['*', `srn:soundkeep:${tenantId}:route/*/recording/*`])
  })

  it('are operators, then keys, then values where there are few', () => {
    expect(labelsAt(statement('"Condition": {"|'))).toContain('NumericLessThan')
    expect(labelsAt(statement('"Condition": {"StringEquals": {"|'))).toContain('recording.agentId')
    expect(labelsAt(statement('"Condition": {"Bool": {"recording.sensitive": |'))).toEqual(['true', 'false'])
    expect(labelsAt(statement('"Condition": {"StringEquals": {"recording.agentId": |'))).toEqual([])
    expect(labelsAt(statement('"Condition": {"StringEquals": {"recording.category": |'))).toEqual(['c1'])
    expect(labelsAt(statement('"Condition": {"Null": {"recording.category": |'))).toEqual(['true', 'false'])
  })

  it('is nothing in places that no policy has', () => {
    expect(labelsAt('{"Other": {"|')).toEqual([])
    expect(labelsAt(statement('"Sid": "|'))).toEqual([])
  })
})
