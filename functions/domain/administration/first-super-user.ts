import type { AuditEntry, Person } from '../../model/index.ts'
import type { Clock, FirstSuperUserStore, Identities, Ids, PersonStore } from '../../ports/index.ts'
import { Refusal } from '../problems/index.ts'

export type FirstSuperUserPorts = {
  people: Pick<PersonStore, 'administrators'>
  firstSuperUser: FirstSuperUserStore
  identities: Pick<Identities, 'invite' | 'remove'>
  clock: Clock
  ids: Ids
}

/** Who set this up is asked for nothing else: they hold the keys of the account. */
const setUp = 'set-up'

/**
 * Invites the first Super User, of whom there is one alone: all others are made by them. Safe to repeat with the same address.
 * @throws Refusal forbidden where there is a Super User with another address; email_taken for the address of somebody who
 *   signs in already
 */
export async function makeFirstSuperUser(
  ports: FirstSuperUserPorts,
  { email, name }: { email: string; name: string },
): Promise<{ person: Person; isNew: boolean }> {
  const before = await firstOf(ports, email)
  if (before) return { person: before, isNew: false }
  const { subject, isNew } = await ports.identities.invite({ email, name })
  const administrator = { id: ports.ids.administratorId(), role: 'superUser', createdAt: ports.clock.now() } as const
  const person: Person = {
    ...{ subject, name, email, administrator, isEnabled: true, timeZone: null, locale: null },
    ...{ links: [], signedOutAt: null, secondFactorAt: null, version: 1 },
  }
  const audit: AuditEntry = {
    ...{ action: 'createAdministrator', personId: administrator.id, role: 'superUser', outcome: 'allowed' },
    ...{ objects: { administratorId: administrator.id }, fields: [], reason: null, note: null },
    ...{ requestId: setUp, sourceAddress: null },
  }
  if ((await ports.firstSuperUser.create(person, audit)) === 'written') return { person, isNew: true }
  try {
    const faster = await firstOf(ports, email)
    if (faster) return { person: faster, isNew: false }
  } catch (error) {
    // Somebody else was faster: a sign-in that was made for nothing goes.
    if (isNew) await ports.identities.remove(email)
    throw error
  }
  throw new Refusal(
    'email_taken',
    'Somebody signs in with this address already, or the first Super User was removed: use another address, or see docs/cloud.md.',
  )
}

/** @throws Refusal forbidden for a Super User with another address */
async function firstOf({ people }: FirstSuperUserPorts, email: string): Promise<Person | undefined> {
  const superUsers = (await people.administrators()).filter(({ administrator }) => administrator?.role === 'superUser')
  const own = superUsers.find((person) => person.email === email)
  if (own || superUsers.length === 0) return own
  throw new Refusal('forbidden', 'There is a Super User already: ask them to make you one in the dashboard.')
}
