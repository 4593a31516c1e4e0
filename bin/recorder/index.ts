export { type ExitCode, exitCodes } from './errors.ts'
export { type Pace, runIngest, usualPace, type World } from './run.ts'
