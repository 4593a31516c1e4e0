import { describe, expect, it } from 'vitest'
import { createKeyMatcher, shortcuts } from '../../../web/keys/index.ts'

const press = (key: string, held: { ctrlKey?: boolean; metaKey?: boolean; altKey?: boolean } = {}) => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  ...held,
})

describe('a key press', () => {
  it('completes a shortcut of one key', () => {
    const match = createKeyMatcher()
    expect(match(press('j'), 0)).toContain('nextRow')
    expect(match(press('?'), 10)).toEqual(['help'])
  })

  it('completes a shortcut of two keys, pressed one after the other', () => {
    const match = createKeyMatcher()
    expect(match(press('g'), 0)).toEqual([])
    expect(match(press('h'), 500)).toEqual(['home'])
  })

  it('does not, where the second comes late or another comes between', () => {
    const match = createKeyMatcher()
    match(press('g'), 0)
    expect(match(press('h'), 5_000)).toEqual([])
    match(press('g'), 6_000)
    match(press('z'), 6_100)
    expect(match(press('h'), 6_200)).toEqual([])
  })

  it('after the first of two keys is not taken for a shortcut of one', () => {
    const match = createKeyMatcher()
    match(press('g'), 0)
    expect(match(press('r'), 100)).toEqual(['recordings'])
    expect(match(press('r'), 200)).toEqual(['reload'])
  })

  it('with Ctrl, Alt or Meta is the browser’s', () => {
    const match = createKeyMatcher()
    expect(match(press('d', { ctrlKey: true }), 0)).toEqual([])
    expect(match(press('r', { metaKey: true }), 10)).toEqual([])
    expect(match(press('ArrowUp', { altKey: true }), 20)).toEqual([])
  })
})

it('no two shortcuts of the dashboard’s own share their keys', () => {
  const own = Object.values(shortcuts).filter(({ group }) => group !== 'Player' && group !== 'Transcript')
  const sequences = own.flatMap(({ keys }) => keys.map((sequence) => sequence.join(' ')))
  expect(new Set(sequences).size).toBe(sequences.length)
})
