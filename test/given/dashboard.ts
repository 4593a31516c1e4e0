import { buildDashboard } from '../../local/dashboard/index.ts'

/** Before all tests: several of them want the dashboard, and each would build it. */
export default async function setup(): Promise<void> {
  await buildDashboard(() => {})
}
