import { measureAtOnce } from './at-once.ts'
import { measureBundles } from './bundles.ts'
import { measureFirstView } from './first-view.ts'
import { measureGuard } from './guard.ts'
import { measureIngest } from './ingest.ts'
import { measureLarge } from './large.ts'
import { measureList } from './list.ts'
import { measurePeaksBench } from './peaks.ts'
import { measurePermissions } from './permissions.ts'
import { measurePolicies } from './policies.ts'
import { measureStart } from './start.ts'

const benches: Record<string, () => Promise<void>> = {
  start: measureStart,
  'first-view': measureFirstView,
  bundles: measureBundles,
  guard: measureGuard,
  ingest: measureIngest,
  'at-once': measureAtOnce,
  list: measureList,
  policies: async () => measurePolicies(),
  permissions: measurePermissions,
  peaks: measurePeaksBench,
}
/** Takes minutes and 10 GB of disk: only when it is named. */
const onlyNamed: typeof benches = { large: measureLarge }

const wanted = process.argv.slice(2)
const all = { ...benches, ...onlyNamed }
const unknown = wanted.filter((name) => !(name in all))
if (unknown.length > 0) {
  console.error(`There is no bench ${unknown.join(', ')}: choose among ${Object.keys(all).join(', ')}.`)
  process.exit(2)
}
for (const [name, measure] of Object.entries(all)) {
  if (wanted.length > 0 ? !wanted.includes(name) : name in onlyNamed) continue
  console.log(`\n${name}`)
  await measure()
}
process.exit(0)
