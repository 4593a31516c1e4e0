import { logSilence } from '../adapters/telemetry/index.ts'
import { silentRecorders } from '../domain/recorders/index.ts'
import type { TenantId } from '../model/index.ts'

/** Names each silent recorder of a tenant to operators. @returns how many there are */
export async function tellSilence(ports: Parameters<typeof silentRecorders>[0], tenantId: TenantId): Promise<number> {
  const silent = await silentRecorders(ports, tenantId)
  for (const recorderId of silent) logSilence({ tenantId, recorderId })
  return silent.length
}
