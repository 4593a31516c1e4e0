import { platformTenantId } from '../adapters/dynamodb/index.ts'
import { count } from '../adapters/telemetry/index.ts'
import { sealTenant } from '../domain/audit/index.ts'
import { sealsFrom } from './environment.ts'
import { wordless } from './report.ts'
import { forEachTenant } from './schedule.ts'

const { seals, directory, clock } = sealsFrom(process.env)

/** Under the platform's own id is what administrators do above all tenants. */
const platform = { id: platformTenantId, name: 'the platform' }
const sealed = { tenants: async () => [platform, ...(await directory.tenants())] }

/** On schedule, every minute: seals what the audit of every tenant wrote, and tells how long the oldest of it waited. */
export const handler = wordless(async (): Promise<void> => {
  let longest = 0
  await forEachTenant(sealed, async ({ id }) => {
    const { lagMinutes } = await sealTenant(seals, id, clock.now())
    longest = Math.max(longest, lagMinutes)
    return []
  })
  count('SealLagMinutes', longest)
})
