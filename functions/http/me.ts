import { basePath, contract } from '../contract/index.ts'
import { tenantsOf } from '../domain/tenancy/index.ts'
import type { Directory } from '../ports/index.ts'
import { type BoundRoom, bindRoom } from './bind.ts'

export function bindMe({ directory }: { directory: Directory }): BoundRoom {
  return bindRoom(basePath, contract.me, {
    getMe: async ({ principal: { person } }) => {
      const { id, name, email, role, timeZone, locale } = person
      const tenants = (await tenantsOf(directory, person)).map((tenant) => ({ id: tenant.id, name: tenant.name }))
      return { body: { id, name, email, role, timeZone, locale, tenants } }
    },
  })
}
