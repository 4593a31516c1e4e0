import { describe, expect, it } from 'vitest'
import { base32, codeOf, stepAt, stepOfCode } from '../../../local/cognito/totp.ts'

const secret = Buffer.from('12345678901234567890')

describe('a one-time password', () => {
  // RFC 6238, appendix B, those of SHA-1.
  it.each([
    [59, '94287082'],
    [1_111_111_109, '07081804'],
    [1_111_111_111, '14050471'],
    [1_234_567_890, '89005924'],
    [2_000_000_000, '69279037'],
    [20_000_000_000, '65353130'],
  ])('at second %i is %s', (seconds, code) => {
    expect(codeOf(secret, stepAt(new Date(seconds * 1000)), 8)).toBe(code)
  })

  // RFC 4226, appendix D.
  it.each([
    [0, '755224'],
    [1, '287082'],
    [2, '359152'],
    [3, '969429'],
    [4, '338314'],
    [5, '254676'],
    [6, '287922'],
    [7, '162583'],
    [8, '399871'],
    [9, '520489'],
  ])('of counter %i is %s', (counter, code) => expect(codeOf(secret, counter)).toBe(code))

  it('is good a step before and after its own, and no longer', () => {
    const now = new Date(1_700_000_010_000)
    const step = stepAt(now)
    const found = [-2, -1, 0, 1, 2].map((offset) => stepOfCode(secret, codeOf(secret, step + offset), now, 0))
    expect(found).toEqual([undefined, step - 1, step, step + 1, undefined])
  })

  it('is good once, and none before it afterwards', () => {
    const now = new Date(1_700_000_010_000)
    const step = stepAt(now)
    expect(stepOfCode(secret, codeOf(secret, step), now, step)).toBeUndefined()
    expect(stepOfCode(secret, codeOf(secret, step - 1), now, step)).toBeUndefined()
    expect(stepOfCode(secret, codeOf(secret, step + 1), now, step)).toBe(step + 1)
  })
})

describe('base32', () => {
  // RFC 4648, section 10.
  it.each([
    ['', ''],
    ['f', 'MY'],
    ['fo', 'MZXQ'],
    ['foo', 'MZXW6'],
    ['foob', 'MZXW6YQ'],
    ['fooba', 'MZXW6YTB'],
    ['foobar', 'MZXW6YTBOI'],
  ])('of "%s" is %s', (text, coded) => expect(base32(Buffer.from(text))).toBe(coded))
})
