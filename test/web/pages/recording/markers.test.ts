import { describe, expect, it, vi } from 'vitest'
import type { Cue, Note } from '../../../../web/api/index.ts'
import { cueMarkers, dtmfMarkers, noteMarkers } from '../../../../web/pages/recording/markers.ts'

const note = (given: Partial<Note>): Note => ({
  ...{ id: 'n1' as Note['id'], authorId: 'u1', authorName: 'Uma', text: 'Kind', momentMs: 1_000, isYours: true },
  ...{ createdAt: '2026-03-01T10:00:00.000Z', editedAt: null, version: 1, ...given },
})
const cue = (given: Partial<Cue>): Cue => ({
  ...{ id: 1, startMs: 500, endMs: 900, speaker: 'Dana', text: 'Hello', version: 1, ...given },
})

describe('marks on the player', () => {
  it('are keys by their digit, or a dot where it is masked', () => {
    const event = { offsetMs: 5, durationMs: null, source: 'rfc4733' as const, participantId: null }
    const segment = { seq: 2, isMasked: false, isRecorded: true, withheld: [], events: [] }
    const events = [
      { ...event, digit: '7' as const },
      { ...event, digit: null, offsetMs: 9 },
    ]
    expect(dtmfMarkers([{ ...segment, events }])).toEqual([
      { kind: 'dtmf', seq: 2, atMs: 5, label: '7' },
      { kind: 'dtmf', seq: 2, atMs: 9, label: '•' },
    ])
  })

  it('are notes on a moment, in one short line, which open where notes are', () => {
    const open = vi.fn()
    const [first, ...others] = noteMarkers(
      [note({ text: `Two\nlines ${'x'.repeat(300)}` }), note({ momentMs: null })],
      open,
    )
    expect(others).toEqual([])
    expect(first).toMatchObject({ kind: 'note', atMs: 1_000, label: expect.stringMatching(/^Uma: Two lines x+…$/) })
    expect(first?.label.length).toBeLessThan(140)
    first?.onSelect?.()
    expect(open).toHaveBeenCalledOnce()
  })

  it('are what was said, as far as it has times', () => {
    expect(cueMarkers(3, [cue({}), cue({ startMs: null, endMs: null }), cue({ speaker: null, endMs: null })])).toEqual([
      { kind: 'cue', seq: 3, atMs: 500, endMs: 900, label: 'Dana: Hello' },
      { kind: 'cue', seq: 3, atMs: 500, label: 'Hello' },
    ])
  })
})
