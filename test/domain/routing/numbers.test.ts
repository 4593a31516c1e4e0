import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readNumber } from '../../../functions/domain/routing/index.ts'

describe('a number', () => {
  it.for([
    ['+14155550100', 'US', '+14155550100'],
    ['+1 (415) 555-0100', null, '+14155550100'],
    ['415.555.0100', 'US', '+14155550100'],
    ['14155550100', 'US', '+14155550100'],
    ['030 901820', 'DE', '+4930901820'],
    ['0049 30 901820', 'DE', '+4930901820'],
    ['4930901820', 'DE', '+4930901820'],
    ['020 7946 0958', 'GB', '+442079460958'],
    ['06 698 12345', 'IT', '+390669812345'],
    ['32 12 34 56', 'DK', '+4532123456'],
    ['27 12 34', 'LU', '+352271234'],
    ['sip:+14155550100@trunk.example;user=phone', 'US', '+14155550100'],
    ['tel:+4930901820', 'US', '+4930901820'],
  ] as const)('%s of %s is %s', ([asSent, homeCountry, e164]) => {
    expect(readNumber(asSent, homeCountry)).toEqual({ asSent, e164 })
  })

  it.for([
    ['1204', 'US'],
    ['1204', 'DE'],
    ['20200', 'LU'],
    ['1204567', 'DE'],
    ['901820 11', 'DE'],
    ['555-0100', 'US'],
    ['911', 'US'],
    ['030 901820', null],
    ['030 901820', 'AQ'],
    ['anonymous', 'US'],
    ['sip:1204@pbx.example', 'US'],
    ['sip:4155550100@pbx.example', 'US'],
    ['+1', 'US'],
    ['', 'US'],
    ['+1 415 555 0100 ext. 5', 'US'],
  ] as const)('%s of %s stays as it is', ([asSent, homeCountry]) => {
    expect(readNumber(asSent, homeCountry)).toEqual({ asSent, e164: null })
  })

  it('is read as E.164 or not at all, whatever was sent', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 40 }), fc.constantFrom('US', 'DE', 'ZZ', null), (asSent, homeCountry) => {
        expect(readNumber(asSent, homeCountry).e164 ?? '+1').toMatch(/^\+[1-9]\d{0,14}$/)
      }),
    )
  })
})
