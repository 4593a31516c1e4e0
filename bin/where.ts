import { runWhere } from './where/index.ts'

process.exitCode = await runWhere(process.argv.slice(2), { say: console.log, complain: console.error })
