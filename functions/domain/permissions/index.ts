export {
  dependsOn,
  grantsOf,
  type ListedFacts,
  type RecordingFacts,
  recordingTarget,
  type Target,
  thingTarget,
} from './asking.ts'
export {
  allows,
  decide,
  denialOf,
  feeds,
  isDecidedByLists,
  isWithin,
  mayAtAll,
  mayDo,
  reaches,
  reachesListed,
  requireDo,
  requireMake,
  type Verdict,
} from './decide.ts'
export { type Explanation, explainAtAll, explainRecording, explainTrial, statementOf } from './explain.ts'
export { everyManagedPolicy, managedPolicies } from './managed-policies.ts'
export { type Cover, mayHoldRoute, narrow } from './narrow.ts'
export { permits } from './role-scopes.ts'
export {
  effectivePermissions,
  limitsOf,
  type RouteLimits,
  refuseTurnedOff,
  sentenceOfSwitch,
  turnedOff,
} from './route-limits.ts'
export { actionWords, conditionKeys, resourceForms, tenantPolicyOptions } from './vocabulary.ts'
