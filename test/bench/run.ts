import { measureBundles } from './bundles.ts'
import { measureFirstView } from './first-view.ts'
import { measureGuard } from './guard.ts'
import { measureIngest } from './ingest.ts'
import { measureList } from './list.ts'
import { measurePermissions } from './permissions.ts'
import { measurePolicies } from './policies.ts'
import { measureStart } from './start.ts'

const benches: Record<string, () => Promise<void>> = {
  start: measureStart,
  'first-view': measureFirstView,
  bundles: measureBundles,
  guard: measureGuard,
  ingest: measureIngest,
  list: measureList,
  policies: async () => measurePolicies(),
  permissions: measurePermissions,
}

const wanted = process.argv.slice(2)
const unknown = wanted.filter((name) => !(name in benches))
if (unknown.length > 0) {
  console.error(`There is no bench ${unknown.join(', ')}: choose among ${Object.keys(benches).join(', ')}.`)
  process.exit(2)
}
for (const [name, measure] of Object.entries(benches)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue
  console.log(`\n${name}`)
  await measure()
}
process.exit(0)
