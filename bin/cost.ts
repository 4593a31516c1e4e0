import { join } from 'node:path'
import { runCost } from './cost/index.ts'

process.exitCode = await runCost(process.argv.slice(2), {
  plotFile: join(import.meta.dirname, '..', 'docs', 'costs.svg'),
  say: console.log,
  complain: console.error,
})
