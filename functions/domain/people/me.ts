import { type BodyOf, type Contract, permissions, type ResponseOf, type Role } from '../../contract/index.ts'
import type { Caller, Person, Principal } from '../../model/index.ts'
import type { Clock, Identities, PersonStore, StandingReader } from '../../ports/index.ts'
import { platformEntryOf } from '../audit/index.ts'
import { mayAtAll } from '../permissions/index.ts'
import { Refusal } from '../problems/index.ts'
import { tenantsOf } from '../tenancy/index.ts'
import { changePerson } from './sign-ins.ts'

export type Me = ResponseOf<Contract['me']['getMe']>
export type MePorts = { standings: StandingReader; people: PersonStore; identities: Identities; clock: Clock }

async function viewed(standings: StandingReader, person: Person): Promise<Me> {
  const { name, email, timeZone, locale, subject, administrator, links, secondFactorAt } = person
  const roles = await Promise.all(links.map(async (link) => roleIn(standings, link)))
  const [only] = links
  return {
    ...{ id: administrator?.id ?? only?.id ?? subject, name, email, timeZone, locale },
    role: administrator?.role ?? roles.find((role) => role === 'tenantAdministrator') ?? roles[0] ?? 'tenantUser',
    hasSecondFactor: secondFactorAt !== null,
    tenants: (await tenantsOf(standings, person)).map((tenant) => ({ id: tenant.id, name: tenant.name })),
  }
}

async function roleIn(standings: StandingReader, link: Person['links'][number]): Promise<Role> {
  if (link.kind === 'recorder') return 'apiUser'
  const standing = await standings.standing('recent', link)
  return standing?.kind === 'user' ? standing.user.role : 'tenantUser'
}

/** Who one is, and where one may act. */
export async function findMe({ standings }: Pick<MePorts, 'standings'>, { person }: Caller): Promise<Me> {
  return viewed(standings, person)
}

/** Everything that the principal may do to something in its tenant. */
export function permissionsOf(principal: Principal): ResponseOf<Contract['me']['getMyPermissions']> {
  return {
    id: principal.id,
    role: principal.grant.role,
    permissions: permissions.filter((permission) => mayAtAll(principal, permission)),
  }
}

/** @throws Refusal conflict */
export async function changeMe(
  ports: MePorts,
  caller: Caller,
  changes: BodyOf<Contract['me']['changeMe']>,
): Promise<Me> {
  const audit = platformEntryOf(caller, 'changeMe', {}, { fields: Object.keys(changes) })
  return viewed(ports.standings, await changePerson(ports, caller.person.subject, changes, audit))
}

const signInAgain = () => new Refusal('unauthenticated', 'Sign in again, then set up the second factor.')

/** A new key for an authenticator app; it counts once it is confirmed. */
export async function startSecondFactor(
  { identities }: MePorts,
  { person }: Caller,
  accessToken: string,
): Promise<ResponseOf<Contract['me']['startSecondFactor']>> {
  const started = await identities.startSecondFactor(accessToken)
  if (started === 'signInAgain') throw signInAgain()
  const { secret } = started
  // https://github.com/google/google-authenticator/wiki/Key-Uri-Format
  const label = encodeURIComponent(`Soundkeep:${person.email ?? person.name}`)
  return { secret, uri: `otpauth://totp/${label}?secret=${secret}&issuer=Soundkeep` }
}

/** @throws Refusal wrong_code, conflict */
export async function confirmSecondFactor(
  ports: MePorts,
  caller: Caller,
  accessToken: string,
  code: string,
): Promise<Me> {
  const outcome = await ports.identities.confirmSecondFactor(accessToken, code)
  if (outcome === 'signInAgain') throw signInAgain()
  if (outcome === 'wrongCode') {
    throw new Refusal('wrong_code', 'Type the six digits that the app shows now. Check that its clock is right.')
  }
  const audit = platformEntryOf(caller, 'confirmSecondFactor', {})
  const changes = { secondFactorAt: ports.clock.now() }
  return viewed(ports.standings, await changePerson(ports, caller.person.subject, changes, audit))
}
