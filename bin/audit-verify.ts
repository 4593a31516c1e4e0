import { join } from 'node:path'
import { runAuditVerify } from './audit/index.ts'

process.exitCode = await runAuditVerify(process.argv.slice(2), {
  env: process.env,
  home: join(import.meta.dirname, '..', '.soundkeep'),
  say: console.log,
  complain: console.error,
})
