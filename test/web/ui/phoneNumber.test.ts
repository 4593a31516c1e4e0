import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readableNumber } from '../../../web/ui/phoneNumber.ts'

describe('a number as people read it', () => {
  it.each([
    ['+14155550123', '+1 415 555 0123'],
    ['+1 (415) 555-0123', '+1 415 555 0123'],
    ['0014155550123', '+1 415 555 0123'],
    ['+442079460018', '+44 20 7946 0018'],
    ['+447700900123', '+44 7700 900 123'],
    ['+493012345678', '+49 30 1234 5678'],
    ['+4989123456', '+49 89 123 456'],
    ['+33123456789', '+33 1 23 45 67 89'],
    ['+81312345678', '+81 3 1234 5678'],
    ['+3531234567', '+353 123 4567'],
    ['+99812345678', '+998 123 456 78'],
    ['sip:+14155550123@pbx.example;user=phone', '+1 415 555 0123'],
    ['tel:+14155550123', '+1 415 555 0123'],
  ])('%s is %s', (raw, readable) => {
    expect(readableNumber(raw)).toBe(readable)
  })

  it.each(['4021', 'anonymous', '2125550123', '+123', 'front desk', ''])('%j stays as it was sent', (raw) => {
    expect(readableNumber(raw)).toBe(raw)
  })

  it('shows the user of a SIP address without a number', () => {
    expect(readableNumber('sip:anonymous@anonymous.invalid')).toBe('anonymous')
    expect(readableNumber('sip:j%C3%BCrgen@pbx.example')).toBe('jürgen')
    expect(readableNumber('sip:100%@pbx.example')).toBe('100%')
  })

  it('never loses or adds a digit', () => {
    const anyNumber = fc.stringMatching(/^[1-9]\d{6,14}$/)
    fc.assert(
      fc.property(anyNumber, (digits) => {
        expect(readableNumber(`+${digits}`).replace(/\D/g, '')).toBe(digits)
        expect(readableNumber(`+${digits}`)).not.toMatch(/ {2}| $/)
      }),
    )
  })
})
