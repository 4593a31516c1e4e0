import { userSchema } from '../../../../../functions/contract/users.ts'
import type { User } from '../../../../../web/api/index.ts'

/** An id, held to be one of a route, a group or a policy by the schema that it goes into; `place` is its last letter. */
export const idAt = (place: string): string => `01k0p1ace0000000000000000${place}`

/** Somebody of the tenant, held to the contract; `place` is the last letter of their id. */
export const givenUser = (place: string, facts: Record<string, unknown> = {}): User =>
  userSchema.parse({
    id: `01k0vser0000000000000000${`0${place}`.slice(-2)}`,
    name: `Person ${place}`,
    email: `person-${place}@acme.example`,
    role: 'tenantUser',
    isEnabled: true,
    routes: 'all',
    groups: [],
    agentIds: [],
    lastSignedInAt: '2026-11-20T09:30:00.000Z',
    managedPolicies: ['view', 'play'],
    policyIds: [],
    timeZone: null,
    locale: null,
    boundary: null,
    createdAt: '2026-11-01T08:00:00.000Z',
    updatedAt: '2026-11-01T08:00:00.000Z',
    isEditable: true,
    ...facts,
  })
