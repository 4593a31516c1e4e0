import { describe, expect, it, vi } from 'vitest'
import { synthesizeRolePolicies } from '../../lib/role-policies.ts'
import { synthesizedPolicies } from '../../local/iam/index.ts'

// The schemas of CloudFormation judge the templates once, where the whole app is synthesized (bundles.test.ts).
vi.stubEnv('CDK_VALIDATION', 'false')

describe('the policies that the local cloud is held to', () => {
  it('are those of the stacks as they are: run `npm run policies` after a change, and review what came of it', () => {
    expect(synthesizedPolicies()).toEqual(synthesizeRolePolicies('dev'))
  })

  it('are the same in every stage', () => {
    expect(synthesizeRolePolicies('prod')).toEqual(synthesizeRolePolicies('dev'))
  })
})
