export { runBootstrap, type World } from './run.ts'
