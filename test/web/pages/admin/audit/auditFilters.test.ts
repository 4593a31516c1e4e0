import { describe, expect, it } from 'vitest'
import { auditQuery } from '../../../../../functions/contract/audit.ts'
import {
  type AuditView,
  auditQuestionOf,
  auditSearchOf,
  auditViewOf,
} from '../../../../../web/pages/admin/audit/auditFilters.ts'

const now = new Date('2026-03-01T12:00:00Z')
const view: AuditView = {
  ...{ range: 'custom', startedFrom: '2026-02-01T00:00:00.000Z', startedBefore: '2026-02-02T00:00:00.000Z' },
  ...{ personId: 'p-1', recordingId: '01k0acme000000000000000000', sessionId: 's-1' },
  ...{ action: 'playMedia', outcome: 'denied' },
}

describe('the filters of the audit', () => {
  it('are in the address, and the same again out of it', () => {
    expect(auditViewOf(auditSearchOf(view))).toEqual(view)
    expect(auditSearchOf({ range: 'all' })).toBe('')
  })

  it('leave out what makes no sense', () => {
    expect(auditViewOf('range=never&outcome=maybe&recordingId=7&personId=')).toEqual({ range: 'all' })
  })

  it('are all asked of the API, as the contract takes them', () => {
    const question = auditQuery.parse(auditQuestionOf(view, now, 'UTC'))
    expect(question).toMatchObject({
      ...{ from: view.startedFrom, before: view.startedBefore, personId: 'p-1', recordingId: view.recordingId },
      ...{ sessionId: 's-1', action: 'playMedia', outcome: 'denied' },
    })
    const { cursor: _, limit: __, ...filters } = auditQuery.shape
    expect(Object.keys(auditQuestionOf(view, now, 'UTC')).toSorted()).toEqual(Object.keys(filters).toSorted())
  })

  it('count days in the person’s zone', () => {
    const question = auditQuestionOf({ range: 'today' }, now, 'America/Los_Angeles')
    expect(question).toEqual({ from: '2026-03-01T08:00:00.000Z' })
  })
})
