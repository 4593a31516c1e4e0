import { join } from 'node:path'
import { runDiff } from './templates/index.ts'

// CloudFormation's schemas judge the templates in `npm run synth`; here they would only take time.
process.env.CDK_VALIDATION = 'false'

process.exitCode = await runDiff(process.argv.slice(2), {
  folder: join(import.meta.dirname, '..', 'docs', 'templates'),
  say: console.log,
  complain: console.error,
})
