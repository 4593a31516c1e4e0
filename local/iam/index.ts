/** Who may do what on this machine: the cloud's own policies, asked by every local part. docs/cloud.md */
export {
  type FunctionPolicies,
  type Policies,
  type PolicyDocument,
  type PolicyStatement,
  synthesizedPolicies,
} from './documents.ts'
export { type Call, type Guard, type GuardOptions, iamGuard, type Verdict } from './guard.ts'
export { arnsOf, type LocalNames } from './names.ts'
export { guardedServices } from './services.ts'
