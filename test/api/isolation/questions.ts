import { contract, type Endpoint } from '../../../functions/contract/index.ts'
import type { AskerRole, IsolatedTenant } from './world.ts'

export type NamedEndpoint = Endpoint & { name: string }
export const everyEndpoint: readonly NamedEndpoint[] = Object.values(contract).flatMap((room) =>
  Object.entries(room).map(([name, endpoint]) => ({ name, ...(endpoint as Endpoint) })),
)

export const isFromOutside = (role: AskerRole) => role === 'superUser' || role === 'accountAdministrator'
export const changes = ({ method, audit }: Endpoint) => method !== 'GET' && audit !== 'none'

/** What is asked: everything else follows from it. */
export type Question = {
  endpoint: NamedEndpoint
  role: AskerRole
  asker: IsolatedTenant
  foreign: IsolatedTenant
  seed: string
  /** Places that hold what is another tenant's, such as `params.recordingId` or `header.soundkeep-tenant`. */
  probes: readonly string[]
  /** Optional places that are left out, whatever the seed says. */
  without: readonly string[]
}

/** `foreign`: the probes are another tenant's; `absent`: nobody's, of the same form; `own`: there are none. */
export type Mode = 'foreign' | 'absent' | 'own'
