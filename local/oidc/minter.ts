import { randomUUID } from 'node:crypto'
import { type AccessTokens, lifetimeOf } from './access-token.ts'
import type { DashboardClient, RecorderLookup } from './clients.ts'
import { findByLogin, type PeopleLookup } from './people.ts'
import { PERSON_SCOPES } from './scopes.ts'

type MinterParts = {
  readonly tokens: AccessTokens
  readonly dashboardClient: DashboardClient
  readonly people: PeopleLookup
  readonly recorderClients: RecorderLookup
  readonly accessTokenSeconds: number
}

/** A message should stay one to be read. */
const MAX_NAMED = 20

/**
 * Makes an access token without a sign-in, for scripts: for a person by login or e-mail, or for a recorder by client id.
 *
 * @throws Error naming who there is, when nobody enabled has that name
 */
export async function mintAccessToken(parts: MinterParts, personOrClient: string): Promise<string> {
  const lifetime = lifetimeOf(parts.accessTokenSeconds)
  const person = await findByLogin(parts.people, personOrClient)
  if (person !== undefined) {
    return parts.tokens.forPerson({
      id: randomUUID(),
      subject: person.subject,
      username: person.login,
      clientId: parts.dashboardClient.clientId,
      scope: PERSON_SCOPES.join(' '),
      authTime: lifetime.issuedAt,
      grantId: randomUUID(),
      ...lifetime,
    })
  }
  const recorders = (await parts.recorderClients()).filter((recorder) => recorder.enabled)
  const recorder = recorders.find(({ clientId }) => clientId === personOrClient)
  if (recorder !== undefined) {
    return parts.tokens.forRecorder({ id: randomUUID(), clientId: recorder.clientId, ...lifetime })
  }
  const logins = (await parts.people()).filter((known) => known.enabled).map(({ login }) => login)
  const known = [...logins, ...recorders.map(({ clientId }) => clientId)]
  const more = known.length > MAX_NAMED ? ` and ${known.length - MAX_NAMED} more` : ''
  throw new Error(`Nobody is called ${personOrClient}; there are: ${known.slice(0, MAX_NAMED).join(', ')}${more}`)
}
