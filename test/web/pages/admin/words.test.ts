import { describe, expect, it } from 'vitest'
import { routePermissionSchema } from '../../../../functions/contract/index.ts'
import type { RouteTest } from '../../../../web/api/index.ts'
import { patternInWords, switches, switchesInWords, whyOf } from '../../../../web/pages/admin/words.ts'
import { givenRoute, permissionsWithout } from './given.ts'

it('every route permission has a switch', () => {
  expect(switches.map(({ id }) => id).toSorted()).toEqual(routePermissionSchema.options.toSorted())
})

describe('route permissions in words', () => {
  it('name what is off', () => {
    expect(switchesInWords(permissionsWithout())).toBe('Everything on')
    expect(switchesInWords(permissionsWithout('download', 'delete'))).toBe('Download and Delete off')
  })

  it('name what is on where that is less', () => {
    const off = routePermissionSchema.options
    expect(switchesInWords(permissionsWithout(...off))).toBe('Everything off')
    expect(switchesInWords(permissionsWithout(...off.filter((id) => id !== 'play')))).toBe('Everything off but Play')
  })
})

describe('what a route takes', () => {
  it.each([
    [{ numberPattern: '12*' }, '12*'],
    [{ numberPattern: null, isDefault: true }, 'Calls that no pattern matches'],
    [{ numberPattern: null }, 'No pattern: calls of recorders that name it'],
  ])('%j: %s', (facts, words) => {
    expect(patternInWords(givenRoute('1', facts))).toBe(words)
  })
})

describe('why a route was chosen or not', () => {
  type Candidate = RouteTest['candidates'][number]
  const candidate = (outcome: Candidate['outcome'], facts: Partial<Candidate> = {}): Candidate => ({
    ...givenRoute('1'),
    outcome,
    matched: null,
    specificity: { literals: 4, ranges: 0, places: 0, runs: 0 },
    ...facts,
  })
  const chosen = candidate('chosen', { matched: 'to' })

  it.each([
    [chosen, 'Takes the call: its pattern matches To.'],
    [candidate('chosen', { isDefault: true }), 'Takes the call, as no pattern matches.'],
    [candidate('noMatch', { kind: 'from' }), 'Does not match From.'],
    [candidate('noMatch', { kind: 'fromOrTo' }), 'Matches neither From nor To.'],
    [
      candidate('lessSpecific', { matched: 'from', specificity: { literals: 2, ranges: 0, places: 0, runs: 1 } }),
      'Matches From too, but less specifically: 2 exact characters against 4.',
    ],
    [
      candidate('lessSpecific', { matched: 'to', specificity: { literals: 4, ranges: 0, places: 0, runs: 1 } }),
      'Matches To too, but less specifically: 1 run of anything against 0.',
    ],
  ])('$outcome: %s', (each, words) => {
    expect(whyOf(each, [chosen, each])).toBe(words)
  })

  it.each(['noPattern', 'retired', 'laterInOrder', 'newer', 'notNeeded'] as const)('%s has words', (outcome) => {
    expect(whyOf(candidate(outcome, { matched: 'to' }), [chosen])).toMatch(/^[A-Z].+\.$/)
  })
})
