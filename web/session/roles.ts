import type { Role } from '../../functions/contract/index.ts'

export const roleWords: Record<Role, string> = {
  superUser: 'Super User',
  accountAdministrator: 'Account Administrator',
  tenantAdministrator: 'Tenant Administrator',
  tenantUser: 'Tenant User',
  apiUser: 'API User',
}
