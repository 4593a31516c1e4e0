import { join } from 'node:path'
import { runDestroy } from './destroy/index.ts'

process.exitCode = await runDestroy(process.argv.slice(2), {
  ...{ env: process.env, root: join(import.meta.dirname, '..') },
  ...{ say: console.log, complain: console.error },
})
