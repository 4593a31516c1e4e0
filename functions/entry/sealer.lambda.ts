import { platformTenantId } from '../adapters/dynamodb/index.ts'
import { sealTenant } from '../domain/audit/index.ts'
import { sealsFrom } from './environment.ts'
import { forEachTenant } from './schedule.ts'

const { seals, directory, clock } = sealsFrom(process.env)

/** Under the platform's own id is what administrators do above all tenants. */
const platform = { id: platformTenantId, name: 'the platform' }
const sealed = { tenants: async () => [platform, ...(await directory.tenants())] }

/** On schedule, every minute: seals what the audit of every tenant wrote. */
export async function handler(): Promise<void> {
  await forEachTenant(sealed, async ({ id }) => {
    await sealTenant(seals, id, clock.now())
    return []
  })
}
