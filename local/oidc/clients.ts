import type { AdapterPayload } from 'oidc-provider'
import { isSameText, sha256Hex } from '../sigv4/index.ts'
import { PERSON_SCOPES, RECORDER_SCOPE } from './scopes.ts'

/** The dashboard: a public client, which proves itself by PKCE alone. */
export type DashboardClient = {
  readonly clientId: string
  readonly redirectUris: readonly string[]
  readonly postLogoutRedirectUris: readonly string[]
}

/** A recorder: it signs in by itself, and has two live secrets while they rotate. */
export type RecorderClient = {
  readonly clientId: string
  /** SHA-256 of each, in hexadecimal digits. */
  readonly secretHashes: readonly string[]
  readonly enabled: boolean
}

/** Asked anew at every use, so that recorders made, disabled or given a new secret at run time count at once. */
export type RecorderLookup = () => Promise<readonly RecorderClient[]>

export type Clients = {
  /** Client metadata (RFC 7591) in the form oidc-provider stores, or undefined for an unknown or disabled client. */
  metadataOf(clientId: string): Promise<AdapterPayload | undefined>
  isSecretOf(clientId: string, secret: string): Promise<boolean>
}

export function clientsOf(dashboard: DashboardClient, recorders: RecorderLookup): Clients {
  const find = async (clientId: string) =>
    (await recorders()).find((recorder) => recorder.enabled && recorder.clientId === clientId)

  return {
    async metadataOf(clientId) {
      if (clientId === dashboard.clientId) return dashboardMetadata(dashboard)
      const recorder = await find(clientId)
      return recorder && recorder.secretHashes.length > 0 ? recorderMetadata(recorder) : undefined
    },
    async isSecretOf(clientId, secret) {
      const recorder = await find(clientId)
      return recorder?.secretHashes.some((live) => isSameText(live, sha256Hex(secret))) ?? false
    },
  }
}

function dashboardMetadata({ clientId, redirectUris, postLogoutRedirectUris }: DashboardClient): AdapterPayload {
  return {
    client_id: clientId,
    client_name: 'Soundkeep',
    token_endpoint_auth_method: 'none',
    grant_types: ['authorization_code', 'refresh_token'],
    response_types: ['code'],
    redirect_uris: [...redirectUris],
    post_logout_redirect_uris: [...postLogoutRedirectUris],
    scope: PERSON_SCOPES.join(' '),
  }
}

function recorderMetadata({ clientId }: RecorderClient): AdapterPayload {
  return {
    client_id: clientId,
    // oidc-provider wants to see a secret here but asks isSecretOf(), which knows both that may be live.
    client_secret: 'held elsewhere',
    token_endpoint_auth_method: 'client_secret_basic',
    grant_types: ['client_credentials'],
    response_types: [],
    redirect_uris: [],
    scope: RECORDER_SCOPE,
  }
}
