import { describe, expect, it } from 'vitest'
import { codeRounds } from '../../../local/oidc/second-factor.ts'

const given = () => codeRounds({ isOn: (subject) => subject === 'vera', takeCode: (_, code) => code === 'right' })

describe('a sign-in that waits for a code', () => {
  it('takes the right one up to the fifth try', () => {
    const rounds = given()
    rounds.waitFor('one', 'vera')
    expect(Array.from({ length: 4 }, () => rounds.judge('one', 'x'))).toEqual(Array(4).fill('wrong'))
    expect(rounds.judge('one', 'right')).toBe('right')
  })

  it('is over with the fifth wrong one, other sign-ins are not', () => {
    const rounds = given()
    rounds.waitFor('one', 'vera')
    rounds.waitFor('other', 'vera')
    expect(Array.from({ length: 5 }, () => rounds.judge('one', 'x')).at(-1)).toBe('tooMany')
    expect(rounds.judge('other', 'x')).toBe('wrong')
  })

  it('takes none where it waits for nobody', () => {
    const rounds = given()
    expect(rounds.judge('unknown', 'right')).toBe('tooMany')
    rounds.waitFor('one', 'vera')
    rounds.waitFor('one', undefined)
    expect(rounds.judge('one', 'right')).toBe('tooMany')
  })

  it('is forgotten when a thousand others have begun since', () => {
    const rounds = given()
    for (let number = 0; number <= 1_000; number += 1) rounds.waitFor(`sign-in ${number}`, 'vera')
    expect(rounds.awaited('sign-in 0')).toBeUndefined()
    expect(rounds.awaited('sign-in 1')).toBe('vera')
  })

  it('waits for nobody at an issuer that knows no second factors', () => {
    expect(codeRounds().isNeededOf('vera')).toBe(false)
  })
})
