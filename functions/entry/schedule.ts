import type { Tenant } from '../model/index.ts'
import type { Directory } from '../ports/index.ts'
import { ReportedFault, reportFault } from './report.ts'

/**
 * Does a scheduled task for every tenant, so that trouble with one does not keep the others waiting.
 * @param task gives what went wrong and did not stop it
 * @throws ReportedFault after the last tenant when anything went wrong, so that the function's error metric tells
 */
export async function forEachTenant(
  directory: Pick<Directory, 'tenants'>,
  task: (tenant: Tenant) => Promise<readonly unknown[]>,
): Promise<void> {
  let faults = 0
  for (const tenant of await directory.tenants()) {
    const errors = await task(tenant).catch((error: unknown) => [error])
    for (const error of errors) reportFault({ tenantId: tenant.id, error })
    faults += errors.length
  }
  if (faults > 0) throw new ReportedFault(`${faults} faults in a scheduled task: they were reported one by one`)
}
