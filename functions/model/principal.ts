import type { TenantId } from './ids.ts'
import type { Grant, Person } from './people.ts'
import type { Recorder } from './recorder.ts'
import type { Instant } from './recording.ts'

/** What is known of the request itself. */
export type RequestFacts = {
  id: string
  at: Instant
  /** The viewer's, as CloudFront or the gateway says. */
  sourceAddress: string | null
}

/** Who is asking, before a tenant is chosen. */
export type Caller = {
  person: Person
  /** When they signed in, as the token says. */
  signedInAt: Instant
  /** Names the sign-in that the token comes from; null for a recorder. */
  signInId: string | null
  request: RequestFacts
}

/** Who is asking, acting in exactly one tenant. */
export type Principal = Caller & {
  tenantId: TenantId
  /** Of the user, the recorder or the administrator. */
  id: string
  grant: Grant
  /** Each has to allow as well. */
  boundaries: readonly Grant[]
  /** Null for who is at home in the tenant; people from outside open recordings only while it is open. */
  supportAccess: 'open' | 'closed' | null
  timeZone: string | null
  /** What is set for the recorder that asks; null for people. */
  recorder: Recorder | null
}
