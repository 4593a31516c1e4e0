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

/** Before it is done: what was tried counts too. */
const keepEntry = (ports: SignInPorts, principal: Principal, action: AuditAction, userId: UserId) =>
  ports.audit.write(principal.tenantId, entryOf(principal, action, { userId }))

/** @throws Refusal not_found, own_rights, forbidden, already_signed_in */
export async function resendInvitation(ports: SignInPorts, principal: Principal, userId: UserId): Promise<void> {
  const user = await requireTheirs(ports, principal, userId)
  const { email, name } = user
  await keepEntry(ports, principal, 'resendInvitation', userId)
  // What made them may have failed before this.
  await giveSignIn(ports, user)
  const outcome = await ports.identities.resendInvitation(email)
  if (outcome === 'alreadySignedIn') {
    throw new Refusal('already_signed_in', 'They have signed in already. Send a password reset instead.')
  }
  if (outcome === 'absent') await ports.identities.invite({ email, name })
}

/** @throws Refusal not_found, own_rights, forbidden, not_yet_signed_in */
export async function resetPassword(ports: SignInPorts, principal: Principal, userId: UserId): Promise<void> {
  const { email } = await requireTheirs(ports, principal, userId)
  await keepEntry(ports, principal, 'resetPassword', userId)
  if ((await ports.identities.sendPasswordReset(email)) === 'sent') return
  throw new Refusal('not_yet_signed_in', 'They have not signed in yet. Send the invitation again instead.')
}

/**
 * Ends every sign-in of the person: tokens that are out are refused from now on (by others' caches within five seconds).
 * @throws Refusal not_found, own_rights, forbidden
 */
export async function signOutUser(ports: SignInPorts, principal: Principal, userId: UserId): Promise<void> {
  const { subject, email } = await requireTheirs(ports, principal, userId)
  await keepEntry(ports, principal, 'signOutUser', userId)
  await changePerson(ports, subject, { signedOutAt: ports.clock.now() }, null)
  await ports.identities.signOutEverywhere(email)
}

/**
 * Forgets the second factor of somebody who has lost it, and signs them out.
 * @throws Refusal not_found, own_rights, forbidden
 */
export async function removeSecondFactor(ports: SignInPorts, principal: Principal, userId: UserId): Promise<void> {
  const { subject, email } = await requireTheirs(ports, principal, userId)
  await keepEntry(ports, principal, 'removeSecondFactor', userId)
  await ports.identities.removeSecondFactor(email)
  await changePerson(ports, subject, { secondFactorAt: null, signedOutAt: ports.clock.now() }, null)
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
