import { describe, expect, it } from 'vitest'
import { problems } from '../../../functions/contract/index.ts'
import { ApiProblem, isProblem, shouldRetry, wordsOf } from '../../../web/api/index.ts'
import { isProblemCode } from '../../../web/api/words.ts'

const problem = (code: ApiProblem['code'], requestId: string | null = null) =>
  new ApiProblem({ code, status: 400, detail: 'for programs', requestId })

describe('a problem in words', () => {
  it.each(Object.keys(problems).filter(isProblemCode))('%s says what happened and what to do', (code) => {
    const words = wordsOf(problem(code, 'r-1'))
    expect(words.title).not.toBe('')
    expect(words.advice).toMatch(/\.$/)
    expect(words.title + words.advice).not.toContain('for programs')
    expect(words.requestId).toBe('r-1')
  })

  it('knows every code of the contract', () => {
    expect(Object.keys(problems).every(isProblemCode)).toBe(true)
    expect(isProblemCode('no_connection')).toBe(false)
    expect(isProblemCode('toString')).toBe(false)
  })

  it('of a fault of the page itself tells no more than that', () => {
    expect(wordsOf(new TypeError('x is undefined')).title).toBe('Something went wrong in this page')
  })
})

describe('a failed query', () => {
  it('is tried again twice where the fault may pass', () => {
    expect(shouldRetry(0, problem('unavailable'))).toBe(true)
    expect(shouldRetry(1, problem('no_connection'))).toBe(true)
    expect(shouldRetry(2, problem('unavailable'))).toBe(false)
  })

  it.each(['forbidden', 'not_found', 'unauthenticated', 'invalid_cursor', 'precondition_failed'] as const)(
    'is not tried again after %s',
    (code) => {
      expect(shouldRetry(0, problem(code))).toBe(false)
    },
  )

  it('is recognised by its code', () => {
    expect(isProblem(problem('not_found'), 'forbidden', 'not_found')).toBe(true)
    expect(isProblem(problem('not_found'), 'forbidden')).toBe(false)
    expect(isProblem(new Error('not_found'), 'not_found')).toBe(false)
  })
})
