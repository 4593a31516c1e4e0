import type { AuditAction, AuditEntry, Person, Principal, User, UserId } from '../../model/index.ts'
import type { AuditStore, Clock, Identities, PersonStore, UserStore } from '../../ports/index.ts'
import { entryOf } from '../audit/index.ts'
import { conflict, notFound, Refusal } from '../problems/index.ts'
import { requireEditable, requireUser } from './rights.ts'
import { giveSignIn } from './users.ts'

export type SignInPorts = {
  users: UserStore
  people: PersonStore
  identities: Identities
  audit: AuditStore
  clock: Clock
}

const attempts = 5

async function requireTheirs(ports: SignInPorts, principal: Principal, userId: UserId): Promise<User> {
  const user = await requireUser(ports.users, principal, userId)
  requireEditable(principal, user)
  return user
}

/**
 * Whether the sign-in is the asker's to change: that of somebody who belongs to other tenants too is not, but for
 * administrators from outside.
 */
async function isOwnSignIn({ people }: SignInPorts, { grant }: Principal, { subject }: User): Promise<boolean> {
  if (grant.role !== 'tenantAdministrator') return true
  const person = await people.find(subject)
  return !person?.administrator && (person?.links.length ?? 0) <= 1
}

/** @throws Refusal forbidden */
async function requireOwnSignIn(ports: SignInPorts, principal: Principal, user: User): Promise<void> {
  if (await isOwnSignIn(ports, principal, user)) return
  throw new Refusal(
    'forbidden',
    'This person signs in elsewhere with the same address. An Account Administrator can do that, or they themselves.',
  )
}

/** Before it is done: what was tried counts too. */
const keepEntry = (ports: SignInPorts, principal: Principal, action: AuditAction, userId: UserId) =>
  ports.audit.write(principal.tenantId, entryOf(principal, action, { userId }))

/**
 * Also lets the sign-in open the tenant, should that have failed when the person was made.
 * @throws Refusal not_found, own_rights, forbidden, already_signed_in
 */
export async function resendInvitation(ports: SignInPorts, principal: Principal, userId: UserId): Promise<void> {
  const user = await requireTheirs(ports, principal, userId)
  const { email, name } = user
  await keepEntry(ports, principal, 'resendInvitation', userId)
  // What made them may have failed before this.
  await giveSignIn(ports, user)
  const outcome = await ports.identities.resendInvitation(email)
  if (outcome === 'alreadySignedIn') {
    throw new Refusal('already_signed_in', 'They sign in with this address already: no mail is needed.')
  }
  if (outcome === 'absent') await ports.identities.invite({ email, name })
}

/** @throws Refusal not_found, own_rights, forbidden, not_yet_signed_in */
export async function resetPassword(ports: SignInPorts, principal: Principal, userId: UserId): Promise<void> {
  const user = await requireTheirs(ports, principal, userId)
  await requireOwnSignIn(ports, principal, user)
  await keepEntry(ports, principal, 'resetPassword', userId)
  if ((await ports.identities.sendPasswordReset(user.email)) === 'sent') return
  throw new Refusal('not_yet_signed_in', 'They have not signed in yet. Send the invitation again instead.')
}

/**
 * Ends every sign-in of the person to this tenant: tokens that are out are refused from now on (by others' caches within
 * five seconds); of somebody who belongs to no other, everywhere.
 * @throws Refusal not_found, own_rights, forbidden, conflict
 */
export async function signOutUser(ports: SignInPorts, principal: Principal, userId: UserId): Promise<void> {
  const user = await endSignIns(ports, principal, userId, 'signOutUser')
  if (await isOwnSignIn(ports, principal, user)) await endEverywhere(ports, user, {})
}

/**
 * Forgets the second factor of somebody who has lost it, and signs them out.
 * @throws Refusal not_found, own_rights, forbidden, conflict
 */
export async function removeSecondFactor(ports: SignInPorts, principal: Principal, userId: UserId): Promise<void> {
  await requireOwnSignIn(ports, principal, await requireTheirs(ports, principal, userId))
  const user = await endSignIns(ports, principal, userId, 'removeSecondFactor')
  await ports.identities.removeSecondFactor(user.email)
  await endEverywhere(ports, user, { secondFactorAt: null })
}

async function endSignIns(
  ports: SignInPorts,
  principal: Principal,
  userId: UserId,
  action: AuditAction,
): Promise<User> {
  for (let attempt = 0; attempt < attempts; attempt++) {
    const previous = await requireTheirs(ports, principal, userId)
    const user = { ...previous, signedOutAt: ports.clock.now(), version: previous.version + 1 }
    if ((await ports.users.change(user, previous, entryOf(principal, action, { userId }))) === 'written') return user
  }
  throw conflict()
}

async function endEverywhere(
  ports: SignInPorts,
  { subject, email }: User,
  changes: { secondFactorAt?: null },
): Promise<void> {
  await changePerson(ports, subject, { ...changes, signedOutAt: ports.clock.now() }, null)
  await ports.identities.signOutEverywhere(email)
}

/**
 * @param audit null for what a tenant's audit has already
 * @throws Refusal not_found, conflict
 */
export async function changePerson(
  { people }: Pick<SignInPorts, 'people'>,
  subject: string,
  changes: Partial<Pick<Person, 'name' | 'timeZone' | 'locale' | 'signedOutAt' | 'secondFactorAt'>>,
  audit: AuditEntry | null,
): Promise<Person> {
  for (let attempt = 0; attempt < attempts; attempt++) {
    const previous = await people.find(subject)
    if (!previous) throw notFound()
    const person = { ...previous, ...changes, version: previous.version + 1 }
    if ((await people.change(person, previous, audit)) === 'written') return person
  }
  throw conflict()
}
