import { createHmac } from 'node:crypto'
import {
  AdminCreateUserCommand,
  type AdminCreateUserCommandInput,
  AssociateSoftwareTokenCommand,
  CognitoIdentityProviderClient,
  type CognitoIdentityProviderClientConfig,
  SetUserMFAPreferenceCommand,
  VerifySoftwareTokenCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts'
import { platformTenantId } from '../../../functions/adapters/dynamodb/index.ts'
import { clientsFor } from '../../../functions/adapters/sts/index.ts'
import { cognitoApi, openUserPool, type UserPool } from '../../../local/cognito/index.ts'
import { type LocalOidc, type OidcOptions, RECORDER_SCOPE } from '../../../local/oidc/index.ts'
import { type LocalSts, startSts } from '../../../local/sts/index.ts'
import { givenNames, guardOfAny } from '../../given/sessions.ts'
import { DASHBOARD, givenFolder, givenOidc } from '../oidc/given.ts'

export const region = 'us-east-1'
export const UserPoolId = 'us-east-1_local'
export const TENANT_ROLE = 'arn:aws:iam::000000000000:role/soundkeep-tenant-people'
const OPERATOR = 'arn:aws:iam::000000000000:user/operator'
export const OTHER_ROLE = 'arn:aws:iam::000000000000:role/somebody-else'
export const FUNCTION_KEY = { accessKeyId: 'AKIAPEOPLEFUNCTION00', secretAccessKey: 'people-function-secret' }
export const acmeTenantId = '01k00000000000000000000acm'

export const vera = 'vera@acme.example'

export type GivenCognito = {
  pool: UserPool
  oidc: LocalOidc
  sts: LocalSts
  folder: string
  /** Moves the pool's clock on, by which codes are judged; signatures keep the real time. */
  pass(seconds: number): void
  now(): Date
  /** The SDK's client on a session of the tenant role, or of another role or tenant. */
  clientOf(session?: { tenant?: string; role?: string }): Promise<CognitoIdentityProviderClient>
  /** On a session of the tenant role and the platform's tenant. */
  cognito: CognitoIdentityProviderClient
  /** The product's own sessions. */
  sessions: ReturnType<typeof clientsFor>
}

/** A client that does not retry, so that a test sees the first answer. */
export function sdkClient(oidc: LocalOidc, config: CognitoIdentityProviderClientConfig): CognitoIdentityProviderClient {
  return new CognitoIdentityProviderClient({ region, endpoint: oidc.issuer, maxAttempts: 1, ...config })
}

/** Cognito with its issuer and the STS that it asks who signs, in a folder of its own unless given one. */
export async function givenCognito(
  options: {
    folder?: string
    port?: number
    /** Of whoever works at the machine, who may do everything. */
    operatorKey?: { accessKeyId: string; secretAccessKey: string }
  } & Partial<Pick<OidcOptions, 'people'>> = {},
): Promise<GivenCognito & AsyncDisposable> {
  const own = options.folder === undefined ? await givenFolder() : undefined
  const folder = options.folder ?? own?.path ?? ''
  let aheadMs = 0
  const now = () => new Date(Date.now() + aheadMs)
  const pool = openUserPool(folder, now)
  const sts = await startSts({
    ...{ host: '127.0.0.1', port: 0, roles: [TENANT_ROLE, OTHER_ROLE] },
    credentials: [{ ...FUNCTION_KEY, arn: 'arn:aws:iam::000000000000:role/people-function' }],
  })
  const { operatorKey } = options
  const operator = operatorKey && { ...operatorKey, principal: { arn: OPERATOR, tags: {} } }
  const oidc = await givenOidc({
    ...{ stateFolder: folder, port: options.port ?? 0 },
    people: async () =>
      pool.users.all().map(({ subject, email, name }) => ({
        ...{ subject, login: email, email, name, description: '', enabled: true, isListed: false },
      })),
    recorderClients: async () =>
      pool.clients.all().map(({ id, secretHashes }) => ({ clientId: id, secretHashes, enabled: true })),
    secondFactors: {
      isOn: (subject) => pool.users.find(subject)?.isSecondFactorOn ?? false,
      takeCode: pool.users.takeCode,
    },
    onSignIn: (subject) => pool.users.setStatus(subject, 'CONFIRMED'),
    awsApi: (issuer) =>
      cognitoApi(
        {
          ...{ pool, userPoolId: UserPoolId, region, account: '000000000000', dashboardUrl: DASHBOARD },
          ...{
            recorderScopes: [RECORDER_SCOPE],
            credentialOf: (id) => (id === operator?.accessKeyId ? operator : sts.credentialOf(id)),
          },
          authorize: guardOfAny('people', { ...givenNames, userPoolId: UserPoolId }).cognito,
        },
        issuer,
      ),
    ...(options.people && { people: options.people }),
  })
  const stsClient = new STSClient({ endpoint: sts.url, region, credentials: FUNCTION_KEY })

  async function clientOf({ tenant = platformTenantId, role = TENANT_ROLE }: { tenant?: string; role?: string } = {}) {
    const Tags = [{ Key: 'tenant', Value: tenant }]
    const { Credentials } = await stsClient.send(
      new AssumeRoleCommand({ RoleArn: role, RoleSessionName: 'test', Tags }),
    )
    const credentials = {
      accessKeyId: Credentials?.AccessKeyId ?? '',
      secretAccessKey: Credentials?.SecretAccessKey ?? '',
      sessionToken: Credentials?.SessionToken ?? '',
    }
    return sdkClient(oidc, { credentials })
  }

  return {
    ...{ pool, oidc, sts, folder, now, clientOf, cognito: await clientOf() },
    pass: (seconds) => {
      aheadMs += seconds * 1000
    },
    sessions: clientsFor({ roleArn: TENANT_ROLE, stsClient, region }),
    async [Symbol.asyncDispose]() {
      await oidc.close()
      pool.close()
      await sts.close()
      await own?.[Symbol.asyncDispose]()
    },
  }
}

export const invitation = (email = vera, input: Partial<AdminCreateUserCommandInput> = {}) =>
  new AdminCreateUserCommand({
    ...{ UserPoolId, Username: email, DesiredDeliveryMediums: ['EMAIL'] },
    UserAttributes: [
      { Name: 'email', Value: email },
      { Name: 'email_verified', Value: 'true' },
      { Name: 'name', Value: 'Vera Vane' },
    ],
    ...input,
  })

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** An authenticator app, written apart from what it is to prove: RFC 6238 with what Google's and others' apps take as given. */
export function appCode(base32Secret: string, at: Date): string {
  const bits = [...base32Secret].map((letter) => ALPHABET.indexOf(letter).toString(2).padStart(5, '0')).join('')
  const bytes = (bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2))
  const counter = Math.floor(at.getTime() / 30_000)
    .toString(16)
    .padStart(16, '0')
  const mac = createHmac('sha1', Uint8Array.from(bytes)).update(Buffer.from(counter, 'hex')).digest('hex')
  const place = Number.parseInt(mac.slice(-1), 16) * 2
  const number = Number.parseInt(mac.slice(place, place + 8), 16) % 2 ** 31
  return String(number).slice(-6).padStart(6, '0')
}

/** Turns the second factor of a person on, and gives the secret that their app has. */
export async function givenSecondFactor({ cognito, now }: GivenCognito, AccessToken: string): Promise<string> {
  const { SecretCode = '' } = await cognito.send(new AssociateSoftwareTokenCommand({ AccessToken }))
  await cognito.send(new VerifySoftwareTokenCommand({ AccessToken, UserCode: appCode(SecretCode, now()) }))
  const on = { Enabled: true, PreferredMfa: true }
  await cognito.send(new SetUserMFAPreferenceCommand({ AccessToken, SoftwareTokenMfaSettings: on }))
  return SecretCode
}

/** A code that is wrong now, whatever is right. */
export function wrongCode(secret: string, at: Date): string {
  const right = [-30_000, 0, 30_000].map((offset) => appCode(secret, new Date(at.getTime() + offset)))
  return ['000000', '111111', '222222', '333333'].find((code) => !right.includes(code)) ?? ''
}
