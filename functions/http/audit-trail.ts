import type { ProblemCode } from '../contract/index.ts'
import { denialEntryOf, entryOf } from '../domain/audit/index.ts'
import type { AuditObjects, Principal } from '../model/index.ts'
import type { AuditStore } from '../ports/index.ts'
import type { BoundEndpoint } from './bind.ts'

/** What the audit keeps of a request beside what the domain writes with its changes. */

const denials: readonly ProblemCode[] = ['forbidden', 'not_found', 'route_permission', 'support_access_required']

export const isDenial = (code: ProblemCode): boolean => denials.includes(code)

/** The ids of a path, which its schema has held to their form. */
const objectsOf = (params: unknown): AuditObjects => {
  const { seq: _, number: __, cueId: ___, ...ids } = (params ?? {}) as Record<string, string> // by the endpoints' schemas
  return ids as AuditObjects // their names are those of the audit's objects
}

const isGiven = ([, value]: [string, unknown]) => value !== undefined

/** Names of what a search was narrowed by, never what it was. */
function criteriaOf(query: unknown): string[] {
  const { limit: _, cursor: __, ...criteria } = (query ?? {}) as Record<string, unknown> // an object by its schema
  return Object.entries(criteria)
    .filter(isGiven)
    .map(([name]) => name)
    .sort()
}

type Asked = { params: unknown; query: unknown }

/** Written before the answer: what was opened, and what was searched for; a further page is the same search. */
export async function keepAccess(
  audit: AuditStore,
  { name, endpoint }: BoundEndpoint,
  principal: Principal,
  { params, query }: Asked,
): Promise<void> {
  if (endpoint.audit === 'access') {
    await audit.write(principal.tenantId, entryOf(principal, name, objectsOf(params)))
  } else if (endpoint.audit === 'search' && !(query as { cursor?: string } | undefined)?.cursor) {
    const fields = criteriaOf(query)
    await audit.count(principal.tenantId, entryOf(principal, name, objectsOf(params), { fields }))
  }
}

/** Repeats within a minute are one entry. */
export async function countDenial(
  audit: AuditStore,
  { name, endpoint }: BoundEndpoint,
  principal: Principal,
  pathParameters: unknown,
  code: ProblemCode,
): Promise<void> {
  const params = endpoint.params?.safeParse(pathParameters ?? {})
  const objects = params?.success ? objectsOf(params.data) : {}
  await audit.count(principal.tenantId, denialEntryOf(principal, name, objects, code))
}

/** Kept once, at a sign-in's first request in a tenant. */
export async function keepSignIn(audit: AuditStore, principal: Principal): Promise<void> {
  const { signInId, tenantId } = principal
  if (signInId !== null) await audit.signedIn(tenantId, signInId, entryOf(principal, 'signIn', {}))
}
