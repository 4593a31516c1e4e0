import { join } from 'node:path'
import { demoPeople, demoRecorders } from './demo/index.ts'
import { readAddresses } from './hand-over.ts'
import { mintAccessTokenFor, type OidcOptions } from './oidc/index.ts'
import { loadSecrets, type Secrets } from './state/index.ts'

export const dashboardClientId = 'soundkeep-dashboard'

/** Who can sign in at the local issuer, and where from. */
export function identitiesOf(
  home: string,
  secrets: Secrets,
  dashboardUrl: string,
): Pick<OidcOptions, 'stateFolder' | 'dashboardClient' | 'people' | 'recorderClients'> {
  return {
    stateFolder: join(home, 'oidc'),
    dashboardClient: {
      clientId: dashboardClientId,
      redirectUris: [`${dashboardUrl}/signed-in`, `${dashboardUrl}/silent-renew`],
      postLogoutRedirectUris: [`${dashboardUrl}/signed-out`],
    },
    people: async () =>
      demoPeople
        .filter((person) => person.role !== 'apiUser')
        .map(({ subject, login, email, name, description, isEnabled }) => ({
          ...{ subject, login, email: email ?? '', name, description, enabled: isEnabled },
        })),
    recorderClients: async () =>
      demoRecorders.map(({ login, isEnabled }) => ({
        ...{ clientId: login, clientSecrets: [secrets.recorderSecrets[login] ?? ''], enabled: isEnabled },
      })),
  }
}

/**
 * An access token for a person or recorder of the cloud whose state is in `home`.
 * @throws Error in one sentence: nothing was started there, or nobody has that name
 */
export async function mintLocalToken(home: string, personOrRecorder: string): Promise<string> {
  const { url, issuer } = await readAddresses(home)
  const secrets = await loadSecrets(
    home,
    demoRecorders.map((recorder) => recorder.login),
  )
  return mintAccessTokenFor(personOrRecorder, { issuer, ...identitiesOf(home, secrets, url) })
}
