export { differences } from './differences.ts'
export { type StageSummary, summarize } from './summarize.ts'
