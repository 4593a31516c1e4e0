import { describe, expect, it } from 'vitest'
import { commandOf, isOwnedBy, type KeyPress } from '../../../web/player/keys.ts'
import { speedLabel, speeds, stepSpeed } from '../../../web/player/speeds.ts'

const press = (key: string, held: Partial<KeyPress> = {}): KeyPress => ({
  key,
  code: '',
  shiftKey: false,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  ...held,
})
/** Stands in an element of which a selector is known. */
const within = (selector: string) => ({
  closest: (asked: string) => (asked.split(', ').includes(selector) ? document : null),
})
const document = {}

describe('keys', () => {
  it('play, skip, set volume, speed and sides', () => {
    expect(commandOf(press(' '))).toEqual({ kind: 'toggle' })
    expect(commandOf(press('ArrowLeft'))).toEqual({ kind: 'seekBy', deltaMs: -10_000 })
    expect(commandOf(press('ArrowRight', { shiftKey: true }))).toEqual({ kind: 'seekBy', deltaMs: 1_000 })
    expect(commandOf(press('ArrowDown'))).toMatchObject({ kind: 'volumeBy', delta: -0.05 })
    expect(commandOf(press('>', { shiftKey: true }))).toEqual({ kind: 'stepSpeed', direction: 1 })
    expect(commandOf(press('2', { code: 'Digit2' }))).toEqual({ kind: 'muteSide', index: 1 })
    expect(commandOf(press('"', { code: 'Digit2', shiftKey: true }))).toEqual({ kind: 'soloSide', index: 1 })
    expect(commandOf(press('x'))).toBeNull()
  })

  it('with Ctrl, Alt or Meta are left to the browser', () => {
    for (const held of ['ctrlKey', 'altKey', 'metaKey']) expect(commandOf(press(' ', { [held]: true }))).toBeNull()
  })

  it('belong to the widget that has the focus where it uses them', () => {
    expect(isOwnedBy(within('textarea'), 'm')).toBe(true)
    expect(isOwnedBy(within('[role="slider"]'), 'ArrowLeft')).toBe(true)
    expect(isOwnedBy(within('[role="slider"]'), ' ')).toBe(false)
    expect(isOwnedBy(within('button'), ' ')).toBe(true)
    expect(isOwnedBy(within('button'), 'ArrowLeft')).toBe(false)
    expect(isOwnedBy(within('main'), ' ')).toBe(false)
  })
})

describe('speeds', () => {
  it('step through those offered, from any speed, and stop at the ends', () => {
    expect(stepSpeed(1, 1)).toBe(1.25)
    expect(stepSpeed(1.1, -1)).toBe(1)
    expect([stepSpeed(3, 1), stepSpeed(0.5, -1)]).toEqual([3, 0.5])
    expect([speeds[0], speeds.at(-1)]).toEqual([0.5, 3])
    expect([speedLabel(1), speedLabel(0.75), speedLabel(1.1500000001)]).toEqual(['1×', '0.75×', '1.15×'])
  })
})
