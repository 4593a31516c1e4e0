import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addresses, safeReturnTo, withoutLoginHint } from '../../../web/places/index.ts'

describe('the address to return to after signing in', () => {
  it.each(['/', '/t/acme/recordings?range=7d&callId=a%40b', '/t/acme/recordings/01/details#top'])(
    'may be %s',
    (address) => {
      expect(safeReturnTo(address)).toBe(address)
    },
  )

  it.each([
    'https://elsewhere.example/',
    '//elsewhere.example',
    '/\\elsewhere.example',
    '/\t/elsewhere.example',
    '/.//elsewhere.example',
    '/a/..//elsewhere.example',
    'https://dashboard.invalid/',
    'javascript:alert(1)',
    '/signed-in?code=1',
    '/signed-out?reason=ended',
    '',
    undefined,
    42,
  ])('is never %j', (address) => {
    expect(safeReturnTo(address)).toBe('/')
  })

  it('is always a path of this dashboard', () => {
    const pieces = ['/', '\\', ':', '@', '.', '?', '#', '\t', 'a', 'https:']
    const anything = fc.string({ unit: fc.constantFrom(...pieces) })
    fc.assert(
      fc.property(anything, (text) => {
        const url = new URL(safeReturnTo(text), 'https://dashboard.example')
        expect(url.origin).toBe('https://dashboard.example')
      }),
    )
  })
})

describe('an address out of a mail', () => {
  it('says who should sign in, and is taken without that', () => {
    expect(withoutLoginHint('/?login_hint=vera%40acme.example')).toEqual({
      ...{ address: '/', loginHint: 'vera@acme.example' },
    })
    expect(withoutLoginHint('/t/01k0/recordings?range=7d&login_hint=v%2Bw%40x.example#top')).toEqual({
      ...{ address: '/t/01k0/recordings?range=7d#top', loginHint: 'v+w@x.example' },
    })
  })

  it.each(['/', '/t/01k0/recordings?range=7d&sessionId=a%20b', '/?login_hint=', '//'])(
    'without a hint stays as it is: %s',
    (address) => {
      expect(withoutLoginHint(address)).toEqual({ address, loginHint: undefined })
    },
  )
})

describe('the addresses of a recording', () => {
  it('name a tab only where it is not the first', () => {
    expect(addresses.recording('acme', 'r1')).toBe('/t/acme/recordings/r1')
    expect(addresses.recording('acme', 'r1', 'segments')).toBe('/t/acme/recordings/r1')
    expect(addresses.recording('acme', 'r1', 'details')).toBe('/t/acme/recordings/r1/details')
  })
})
