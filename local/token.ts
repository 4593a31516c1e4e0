import { join, resolve } from 'node:path'
import { mintLocalToken } from './identities.ts'

const home = resolve(process.env.SOUNDKEEP_HOME ?? join(import.meta.dirname, '..', '.soundkeep'))
const [name] = process.argv.slice(2)

if (!name) {
  console.error('Say for whom: npm run -s token -- uma')
  process.exit(2)
}
try {
  console.log(await mintLocalToken(home, name))
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error))
  process.exit(1)
}
