import type { CategoryColour } from '../contract/index.ts'
import type { CategoryId, TenantId } from './ids.ts'
import type { Instant } from './recording.ts'

/** What people sort a tenant's recordings by. */
export type Category = {
  tenantId: TenantId
  id: CategoryId
  name: string
  colour: CategoryColour
  /** Since when it is put on no more recordings; null while it is. */
  retiredAt: Instant | null
  updatedAt: Instant
  version: number
}
