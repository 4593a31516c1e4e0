import { describe, expect, it } from 'vitest'
import { correctionsSchema } from '../../../functions/contract/recording-values.ts'
import {
  correctableTexts,
  correctionsOf,
  draftOf,
  isEmpty,
  rebase,
  withCorrections,
} from '../../../web/pages/recording/corrections.ts'
import { givenRecording } from '../api/given.ts'

const recording = { ...givenRecording('a'), queue: 'Sales', editedFields: ['from'] }

describe('an edited draft', () => {
  it('that changes nothing sends nothing', () => {
    expect(isEmpty(correctionsOf(recording, draftOf(recording)))).toBe(true)
  })

  it('sends only what it changes', () => {
    const draft = { ...draftOf(recording), toName: '  Reception ', direction: 'outbound' as const }
    expect(correctionsOf(recording, draft)).toEqual({ toName: 'Reception', direction: 'outbound' })
  })

  it('clears a fact that was emptied', () => {
    expect(correctionsOf(recording, { ...draftOf(recording), queue: ' ' })).toEqual({ queue: null })
  })

  it('is shown with its marks before the server answers', () => {
    const shown = withCorrections(recording, { queue: null, from: '1' })
    expect(shown).toMatchObject({ queue: null, from: '1', editedFields: ['from', 'queue'] })
    expect(recording.queue).toBe('Sales')
  })

  it('takes texts of the lengths that the contract takes', () => {
    for (const { field, maxLength } of correctableTexts) {
      expect(correctionsSchema.safeParse({ [field]: 'x'.repeat(maxLength) }).success).toBe(true)
      expect(correctionsSchema.safeParse({ [field]: 'x'.repeat(maxLength + 1) }).success).toBe(false)
    }
  })

  it('offers every fact that may be corrected', () => {
    const offered = [...correctableTexts.map(({ field }) => field), 'direction']
    expect(offered.toSorted()).toEqual(Object.keys(correctionsSchema.shape).toSorted())
  })

  it('is carried over to facts that changed meanwhile, without undoing them', () => {
    const opened = draftOf(recording)
    const typed = { ...opened, queue: 'Support' }
    const meanwhile = draftOf({ ...recording, queue: 'Billing', agentName: 'Ben Ortiz' })
    expect(rebase(typed, opened, meanwhile)).toEqual({ ...opened, queue: 'Support', agentName: 'Ben Ortiz' })
  })
})
