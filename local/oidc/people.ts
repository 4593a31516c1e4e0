/** A person who can sign in at the local issuer. */
export type SignInPerson = {
  /** The `sub` of their tokens. */
  readonly subject: string
  /** Short name, such as `uma`. */
  readonly login: string
  readonly email: string
  readonly name: string
  /** What the sign-in page says about them, such as "Tenant User of Acme Dental, Sales route". */
  readonly description: string
  readonly enabled: boolean
  /** Whether the sign-in page offers them as a button; whoever it does not types their address. */
  readonly isListed: boolean
}

/** Asked anew at every use, so that people made or disabled at run time count at once. */
export type PeopleLookup = () => Promise<readonly SignInPerson[]>

/** The enabled person with this login or e-mail address, in whatever case and with blanks around it. */
export async function findByLogin(people: PeopleLookup, text: string): Promise<SignInPerson | undefined> {
  const wanted = text.trim().toLowerCase()
  const isNamed = ({ login, email }: SignInPerson) => [login, email].some((name) => name.toLowerCase() === wanted)
  return (await people()).find((person) => person.enabled && isNamed(person))
}

export async function findBySubject(people: PeopleLookup, subject: string): Promise<SignInPerson | undefined> {
  return (await people()).find((person) => person.enabled && person.subject === subject)
}
