import type { Role } from '../../functions/contract/index.ts'
import type { Me } from '../api/index.ts'

/** Who is at home in no tenant and looks after all of them. It decides what is offered; the API decides what is done. */
const administrators: Record<Role, boolean> = {
  superUser: true,
  accountAdministrator: true,
  tenantAdministrator: false,
  tenantUser: false,
  apiUser: false,
}

export const isPlatformAdministrator = ({ role }: Pick<Me, 'role'>): boolean => administrators[role]
