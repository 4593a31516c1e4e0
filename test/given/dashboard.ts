import { buildDashboard } from '../../local/dashboard/index.ts'

/** Before all tests: several of them want the dashboard, and each would build it. */
export default async function setup(): Promise<void> {
  // Those that want it build it themselves then, and say why it cannot be built; the others do without.
  await buildDashboard(() => {}).catch(() => {})
}
