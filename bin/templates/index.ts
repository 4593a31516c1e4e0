export { runDiff, type World } from './run.ts'
