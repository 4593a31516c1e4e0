export { runDeadLetters, type World } from './run.ts'
