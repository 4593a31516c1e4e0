import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { jsonFault } from '../../functions/contract/index.ts'

const bounds = { maxDepth: 4, maxNodes: 20 }
const faultOf = (text: string) => jsonFault(text, bounds)

describe('a JSON text', () => {
  it.for([
    ['within its bounds', '{"a":[1,-0.5e3,true,null,"x"],"b":{"a":{"a":[]}}}'],
    ['that names a field in several objects', '[{"a":1},{"a":1}]'],
    ['whose values look like names', '{"a":"b","b":"a","c":["a","a"]}'],
    ['that says __proto__ and is not called so', '["__proto__",{"a":"__proto__"}]'],
    ['with marks within its strings', '{"a":"{[\\"{[,:","b":"\\\\"}'],
    ['with a whole surrogate pair', '"\\ud83c\\udfa7 🎧"'],
    ['with the largest number of a double', '[1.7976931348623157e308, -1e-999]'],
  ])('%s has no fault', ([, text = '']) => {
    expect(JSON.parse(text)).toBeDefined()
    expect(faultOf(text)).toBeUndefined()
  })

  it.for([
    ['deep', '[[[[[]]]]]'],
    ['deep', '{"a":{"a":{"a":{"a":{}}}}}'],
    ['large', `[${'0,'.repeat(20)}0]`],
    ['large', JSON.stringify(Object.fromEntries(Array.from({ length: 11 }, (_, index) => [index, 0])))],
    ['repeated', '{"a":1,"a":1}'],
    ['repeated', '{"a":1,"\\u0061":2}'],
    ['repeated', '[{"b":{"a":1,"c":[0],"a":1}}]'],
    ['half', '"\\ud800"'],
    ['half', '{"\\udc00x":1}'],
    ['half', '"\ud800"'],
    ['number', '{"a":1e999}'],
    ['number', `[-${'9'.repeat(400)}]`],
    ['proto', '{"__proto__":{}}'],
    ['proto', '{"a":[{"\\u005f_proto__":1}]}'],
  ] as const)('has the fault %s: %s', ([fault, text]) => {
    expect(faultOf(text)).toBe(fault)
  })

  it('of any value is without a fault, and with one planted it has that one', () => {
    const value = fc.json({ maxDepth: 3, noUnicodeString: false }).filter((text) => !text.includes('__proto__'))
    const whole = { maxDepth: 10, maxNodes: 100_000 }
    fc.assert(
      fc.property(value, (text) => {
        expect(jsonFault(text, whole)).toBeUndefined()
        expect(jsonFault(`[${text},{"a":${text},"a":0}]`, whole)).toBe('repeated')
        expect(jsonFault(`{"a":${text},"__proto__":0}`, whole)).toBe('proto')
        expect(jsonFault(`${'['.repeat(10)}${text.replace(/^[^[{].*/s, '[]')}`, whole)).toBe('deep')
      }),
    )
  })

  it('that is none is judged without a throw', () => {
    const tokens = fc.constantFrom('{', '}', '[', ']', ',', ':', '"', '\\', '1', '-', 'e', 'null', ' ', '\ud800', 'é')
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(tokens).map((parts) => parts.join('')),
    )
    fc.assert(
      fc.property(text, (each) => void faultOf(each)),
      { numRuns: 2_000 },
    )
  })

  it.for(['"\\"', '"\\\\"', '[', '{', '{"a":', '1', '-', '"', '\\', ' ', 'a', '[]', '"a",'])(
    'is passed once, however long it is: %s',
    (piece) => {
      // A million characters that would be read again from each of them take longer than the test may.
      void jsonFault(piece.repeat(1_000_000 / piece.length), { maxDepth: 2_000_000, maxNodes: 2_000_000 })
    },
  )
})
