import { count, logSilence } from '../adapters/telemetry/index.ts'
import { silentRecorders } from '../domain/recorders/index.ts'
import type { Clock, Directory, RecorderStore } from '../ports/index.ts'
import { reportFault } from './report.ts'

type Ports = {
  directory: Pick<Directory, 'tenants'>
  recorders: Pick<RecorderStore, 'recorders' | 'activity'>
  clock: Pick<Clock, 'now'>
}

/** Counts the recorders of all tenants that are silent, and names each. Trouble with a tenant is reported and ends nothing. */
export async function tellSilence(ports: Ports): Promise<void> {
  let silent = 0
  for (const { id: tenantId } of await ports.directory.tenants()) {
    try {
      for (const recorderId of await silentRecorders(ports, tenantId)) {
        silent += 1
        logSilence({ tenantId, recorderId })
      }
    } catch (error) {
      reportFault({ tenantId, error })
    }
  }
  count('SilentRecorders', silent)
}
