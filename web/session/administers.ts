import type { Role } from '../../functions/contract/index.ts'
import type { Me } from '../api/index.ts'

/** Who may see and change a tenant's settings. It decides what is offered; the API decides what is done. */
const administrators: Record<Role, boolean> = {
  superUser: true,
  accountAdministrator: true,
  tenantAdministrator: true,
  tenantUser: false,
  apiUser: false,
}

export const administers = ({ role }: Pick<Me, 'role'>): boolean => administrators[role]
