import { join } from 'node:path'
import { runBootstrap } from './bootstrap/index.ts'

const root = join(import.meta.dirname, '..')

process.exitCode = await runBootstrap(process.argv.slice(2), {
  ...{ env: process.env, root, home: join(root, '.soundkeep') },
  ...{ say: console.log, complain: console.error },
})
