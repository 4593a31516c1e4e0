import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Decision, evaluate, parsePolicy } from '../../../functions/domain/policies/index.ts'
import { pairs, seed, somePolicy, someRequest } from './given.ts'
import { type ReferenceDecision, referenceEvaluate } from './reference.ts'

const requestsEach = 10

describe('the engine and the reference', () => {
  it(
    'decide alike, by the same statement, on random policies and requests',
    () => {
      const outcomes = { allowed: 0, implicitlyDenied: 0, explicitlyDenied: 0 }
      fc.assert(
        fc.property(
          fc.array(somePolicy, { maxLength: 3 }),
          fc.array(fc.array(somePolicy, { maxLength: 2 }), { maxLength: 1 }),
          fc.array(someRequest, { minLength: requestsEach, maxLength: requestsEach }),
          (policies, boundaries, requests) => {
            const parsed = policies.map((policy) => parsePolicy(policy))
            const bounds = boundaries.map((set) => set.map((policy) => parsePolicy(JSON.stringify(policy))))
            for (const request of requests) {
              const decision = evaluate({ policies: parsed, boundaries: bounds, request })
              outcomes[decision.outcome] += 1
              const ours = inReferenceTerms(decision)
              const theirs = referenceEvaluate(policies, boundaries, request)
              // expect() takes longer than both evaluators together.
              if (ours.join() !== theirs.join()) expect({ request, answer: ours }).toEqual({ request, answer: theirs })
            }
          },
        ),
        { numRuns: Math.ceil(pairs / requestsEach), ...seed },
      )
      // Each outcome has to come up often, or nothing was compared.
      for (const count of Object.values(outcomes)) expect(count).toBeGreaterThan(pairs / 20)
    },
    Number.POSITIVE_INFINITY,
  )
})

function inReferenceTerms({ outcome, decidedBy }: Decision): ReferenceDecision {
  if (decidedBy === undefined) return [outcome]
  const { boundaryIndex, policyIndex, statementIndex } = decidedBy
  return [outcome, boundaryIndex === undefined ? 0 : boundaryIndex + 1, policyIndex, statementIndex]
}
