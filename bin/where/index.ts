export { runWhere } from './run.ts'
