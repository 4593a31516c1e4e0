import { type Permission, permissions, type Role } from '../../contract/index.ts'

type RoleRule = {
  /** What nobody of this role can have, whatever policies say, is not here. */
  cap: readonly Permission[]
  /** What everybody of this role has without a policy; policies can still deny it. */
  given: readonly Permission[]
}

const startingWith = (...rooms: string[]) =>
  permissions.filter((permission) => rooms.some((room) => permission.startsWith(`${room}:`)))

const self = startingWith('self')
/** Recordings come from recorders alone. */
const recordings = startingWith('recording', 'audit').filter((permission) => permission !== 'recording:Ingest')
const administration = startingWith('tenant', 'route', 'user', 'group', 'policy', 'recorder', 'category', 'customField')
/** What recordings are described by is no secret within the tenant. */
const descriptions = ['route:List', 'category:Read', 'customField:Read'] as const satisfies Permission[]
const platform = startingWith('platform')
const fromOutside: RoleRule = {
  cap: [...self, ...recordings, ...administration, ...platform],
  given: [...self, ...administration, ...platform],
}

/** ISR's roles. Super Users and Account Administrators differ in whom they administer, which the domain decides. */
const roleRules: Record<Role, RoleRule> = {
  superUser: fromOutside,
  accountAdministrator: fromOutside,
  tenantAdministrator: {
    cap: [...self, ...recordings, ...administration],
    given: [...self, ...administration],
  },
  tenantUser: { cap: [...self, ...descriptions, ...recordings], given: [...self, ...descriptions] },
  apiUser: { cap: ['self:Read', 'recording:Ingest'], given: ['self:Read', 'recording:Ingest'] },
}

const caps = new Map(Object.entries(roleRules).map(([role, { cap }]) => [role, new Set(cap)]))

/** Whether the role can have it at all. */
export function permits(role: Role, permission: Permission): boolean {
  return caps.get(role)?.has(permission) ?? false
}

export const givenTo = (role: Role): readonly Permission[] => roleRules[role].given
