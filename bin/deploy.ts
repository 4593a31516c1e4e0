import { join } from 'node:path'
import { runDeploy } from './deploy/index.ts'

process.exitCode = await runDeploy(process.argv.slice(2), {
  ...{ env: process.env, root: join(import.meta.dirname, '..') },
  ...{ say: console.log, complain: console.error },
})
