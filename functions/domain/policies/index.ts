export type { AddressRange } from './address.ts'
export { checkPolicy, type PolicyCheck, parsePolicy } from './check.ts'
export type { Context, ContextValue } from './context.ts'
export { type Decision, type Evaluation, evaluate, type PolicyRequest, type StatementRef } from './evaluate.ts'
export type { PolicyIssue, PolicyIssueCode } from './issue.ts'
export type { Position } from './json.ts'
export { keysOf } from './keys.ts'
export { type Comparison, operatorNames, type Quantifier, type Test } from './operators.ts'
export type { Piece } from './pattern.ts'
export type { Policy } from './policy.ts'
export {
  isTrueOf,
  type PartialEvaluation,
  type Residual,
  type ResidualCondition,
  residualOf,
  textsOf,
} from './residual.ts'
export { defaultMaxBytes, defaultMaxStatements, type PolicyOptions } from './rules.ts'
export type { ResourceShape } from './shape.ts'
export type { Part, Template } from './template.ts'
