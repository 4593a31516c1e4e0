export { accountOf } from './account.ts'
export { runCdk } from './cdk.ts'
export { outputsPath, readOutputs, readQueueOutputs, type StageOutputs } from './stage-outputs.ts'
