import { join } from 'node:path'
import { runDeadLetters } from './dead-letters/index.ts'

const root = join(import.meta.dirname, '..')

process.exitCode = await runDeadLetters(process.argv.slice(2), {
  ...{ env: process.env, root, home: join(root, '.soundkeep') },
  ...{ say: console.log, complain: console.error },
})
