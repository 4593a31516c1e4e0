import { join } from 'node:path'
import { openUserPool, type UserPool } from './cognito/index.ts'
import { demoPeople } from './demo/index.ts'
import { readAddresses } from './hand-over.ts'
import { mintAccessTokenFor, type OidcOptions } from './oidc/index.ts'
import type { Secrets } from './state/index.ts'

export const dashboardClientId = 'soundkeep-dashboard'

const stateFolderIn = (home: string) => join(home, 'oidc')

/** People and recorders of the state in `home`. @throws Error in one sentence for a file that is damaged */
export const openIdentities = (home: string): UserPool => openUserPool(stateFolderIn(home))

/**
 * Puts the people and recorders of the demo world in, each once: who was removed since stays away, and so does a secret that
 * was replaced.
 */
export function seedIdentities({ users, clients, seedOnce }: UserPool, secrets: Secrets): void {
  for (const { login, subject, email, name, role } of demoPeople) {
    const secret = secrets.recorderSecrets[login]
    if (role !== 'apiUser' && email !== null) {
      seedOnce(`person ${login}`, () => void users.create({ subject, email, name, status: 'CONFIRMED' }))
    } else if (secret !== undefined) {
      seedOnce(`recorder ${login}`, () => void clients.create({ id: login, name, secret }))
    }
  }
}

/** Who can sign in at the local issuer, and where from. People of the demo world are offered as buttons. */
export function identitiesOf(
  home: string,
  { users, clients }: UserPool,
  dashboardUrl: string,
): Pick<OidcOptions, 'stateFolder' | 'dashboardClient' | 'people' | 'recorderClients'> {
  return {
    stateFolder: stateFolderIn(home),
    dashboardClient: {
      clientId: dashboardClientId,
      redirectUris: [`${dashboardUrl}/signed-in`, `${dashboardUrl}/silent-renew`],
      postLogoutRedirectUris: [`${dashboardUrl}/signed-out`],
    },
    people: async () =>
      users.all().map(({ subject, email, name }) => {
        const demo = demoPeople.find((person) => person.subject === subject)
        const { login = email, description = '' } = demo ?? {}
        return { subject, login, email, name, description, enabled: true, isListed: demo !== undefined }
      }),
    recorderClients: async () =>
      clients.all().map(({ id, secretHashes }) => ({ clientId: id, secretHashes, enabled: true })),
  }
}

/** The second factors of the people, and their first sign-in, as the issuer asks for them. */
export function signInsOf({ users }: UserPool): Pick<OidcOptions, 'secondFactors' | 'onSignIn'> {
  return {
    secondFactors: {
      isOn: (subject) => users.find(subject)?.isSecondFactorOn ?? false,
      takeCode: users.takeCode,
    },
    onSignIn: (subject) => users.setStatus(subject, 'CONFIRMED'),
  }
}

/**
 * An access token for a person or recorder of the cloud whose state is in `home`.
 * @throws Error in one sentence: nothing was started there, or nobody has that name
 */
export async function mintLocalToken(home: string, personOrRecorder: string): Promise<string> {
  const { url, issuer } = await readAddresses(home)
  const pool = openIdentities(home)
  try {
    return await mintAccessTokenFor(personOrRecorder, { issuer, ...identitiesOf(home, pool, url) })
  } finally {
    pool.close()
  }
}
