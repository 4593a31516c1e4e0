import { describe, expect, it } from 'vitest'
import { viewsOf } from '../../../../web/player/engine/views.ts'
import { givenFile, givenRecording } from '../given.ts'

describe('views', () => {
  it('give each picture that runs at the same time a place, and let others take turns', () => {
    const first = givenFile({ kind: 'video', channels: ['caller'], durationMs: 5_000 })
    const beside = givenFile({ kind: 'video', channels: ['agent'] })
    const following = givenFile({ kind: 'video', channels: ['caller'], startOffsetMs: 5_000 })
    const screen = givenFile({ kind: 'screen', channels: [] })
    const later = givenFile({ kind: 'video', channels: ['agent'] })
    const { views, keyOf } = viewsOf(givenRecording([[screen, beside, first, following, givenFile()], [later]]))
    expect(views.map(({ label }) => label)).toEqual(['Video 1', 'Video 2', 'Screen'])
    expect(keyOf.get(following.id)).toBe(keyOf.get(first.id))
    expect(keyOf.get(beside.id)).not.toBe(keyOf.get(first.id))
    expect(keyOf.get(later.id)).toBe(keyOf.get(beside.id))
  })
})
