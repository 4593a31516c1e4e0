import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseCursorKeys, sealedCursors } from '../../../functions/adapters/cursors/index.ts'

const key = () => randomBytes(32)
const [first, second] = [key(), key()]
const cursors = sealedCursors({ current: 'k1', keys: { k1: first } })
const anyBinding = fc.array(fc.string({ unit: 'binary' }), { maxLength: 4 })
const anyPosition = fc.string({ unit: 'grapheme', maxLength: 80 })

describe('a cursor', () => {
  it('opens for what it was made for and nothing else', async () => {
    const property = fc.asyncProperty(anyPosition, anyBinding, anyBinding, async (position, boundTo, other) => {
      const cursor = await cursors.seal(position, boundTo)
      expect(await cursors.open(cursor, boundTo)).toBe(position)
      const isSame = JSON.stringify(boundTo) === JSON.stringify(other)
      expect(await cursors.open(cursor, other)).toBe(isSame ? position : undefined)
    })
    await fc.assert(property)
  })

  it('altered in any place does not open', async () => {
    const cursor = await cursors.seal('2026-11-20T10:00:00.000Z#01k0', ['tenant'])
    for (let at = 0; at < cursor.length; at++) {
      for (const by of ['', 'A', 'B', '!', '.', `${cursor[at]}${cursor[at]}`]) {
        const altered = cursor.slice(0, at) + by + cursor.slice(at + 1)
        if (altered !== cursor) expect(await cursors.open(altered, ['tenant'])).toBeUndefined()
      }
    }
  })

  it('that is any text does not open', async () => {
    const anyText = fc.oneof(
      fc.string(),
      fc.base64String().map((text) => `k1.${text}`),
    )
    const property = fc.asyncProperty(anyText, async (text) => {
      expect(await cursors.open(text, [])).toBeUndefined()
    })
    await fc.assert(property)
    for (const text of ['__proto__.AAAA', 'constructor.AAAA', 'k1', '.'])
      expect(await cursors.open(text, [])).toBeUndefined()
  })

  it('is another one each time, so that nothing can be told from two of them', async () => {
    expect(await cursors.seal('p', [])).not.toBe(await cursors.seal('p', []))
  })

  it('of an older key opens while that key is kept', async () => {
    const cursor = await cursors.seal('p', ['a'])
    const rotated = sealedCursors({ current: 'k2', keys: { k1: first, k2: second } })
    expect(await rotated.open(cursor, ['a'])).toBe('p')
    expect(await rotated.seal('p', ['a'])).toMatch(/^k2\./)
    expect(await sealedCursors({ current: 'k2', keys: { k2: second } }).open(cursor, ['a'])).toBeUndefined()
    expect(await sealedCursors({ current: 'k1', keys: { k1: second } }).open(cursor, ['a'])).toBeUndefined()
  })
})

describe('the keys of cursors', () => {
  const base64 = (bytes: number) => randomBytes(bytes).toString('base64')
  it('are read', () => {
    const k1 = base64(32)
    const { current, keys } = parseCursorKeys(JSON.stringify({ current: 'k1', keys: { k1 } }))
    expect([current, keys.k1?.toString('base64')]).toEqual(['k1', k1])
  })

  it.for([
    ['nothing', ''],
    ['no JSON', '{"current":"SECRETSECRET'],
    ['null', 'null'],
    ['a short key', JSON.stringify({ current: 'k1', keys: { k1: base64(16) } })],
    ['a short key beside a good one', JSON.stringify({ current: 'k1', keys: { k1: base64(32), k2: base64(31) } })],
    ['no current key', JSON.stringify({ current: 'k2', keys: { k1: base64(32) } })],
  ])('that are %s are refused in one sentence that quotes nothing', ([, json = '']) => {
    expect(() => parseCursorKeys(json)).toThrow(
      /^CURSOR_KEYS must name a current key among keys of 32 bytes each, in base64\.$/,
    )
  })
})
