import { describe, expect, it } from 'vitest'
import { auditEntrySchema, contract, otherAuditActions } from '../../../functions/contract/index.ts'
import { heardMs, joined } from '../../../web/audit/heard.ts'
import { actionWords, auditActions, objectWords } from '../../../web/audit/words.ts'

describe('the words of the audit', () => {
  it('name every endpoint and what happens without one', () => {
    const endpoints = Object.values(contract).flatMap((room) => Object.keys(room))
    expect(auditActions.toSorted()).toEqual([...endpoints, ...otherAuditActions].toSorted())
  })

  it('are sentences, and of an action of a newer API its name', () => {
    for (const action of auditActions) expect(actionWords(action)).toMatch(/^[A-Z][^.]+$/)
    expect(actionWords('archiveRecording')).toBe('archiveRecording')
    expect(actionWords('toString')).toBe('toString')
  })

  it('name everything that can be acted on', () => {
    const { objects } = auditEntrySchema.shape
    const every = Object.keys(objectWords)
    expect(objects.parse(Object.fromEntries(every.map((kind) => [kind, 'x'])))).toBeTruthy()
    expect(every).toHaveLength(objects.keyType.options.length)
  })
})

describe('what was heard', () => {
  it('counts what was heard twice once', () => {
    const ranges = [
      { fromMs: 4_000, toMs: 6_000 },
      { fromMs: 0, toMs: 1_000 },
      { fromMs: 5_000, toMs: 7_000 },
    ]
    expect(joined(ranges)).toEqual([
      { fromMs: 0, toMs: 1_000 },
      { fromMs: 4_000, toMs: 7_000 },
    ])
    expect(heardMs(ranges)).toBe(4_000)
    expect(heardMs([{ fromMs: 5, toMs: 5 }])).toBe(0)
  })
})
