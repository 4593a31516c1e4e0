import {
  AddUserPoolClientSecretCommand,
  type ClientSecretDescriptorType,
  CreateUserPoolClientCommand,
  DeleteUserPoolClientCommand,
  DeleteUserPoolClientSecretCommand,
  ListUserPoolClientSecretsCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import type { ClientSecret, Identities } from '../../ports/index.ts'
import { isError, unless } from './errors.ts'
import type { Pool } from './pool.ts'

type Recorders = Pick<Identities, 'createClient' | 'secretsOf' | 'addSecret' | 'removeSecret' | 'removeClient'>

/** The most that a client may have: https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AddUserPoolClientSecret.html */
const MAX_SECRETS = 2

export function recordersOf({ client, UserPoolId }: Pool, scope: string): Recorders {
  const gone = ['ResourceNotFoundException']

  async function secretsOf(ClientId: string): Promise<ClientSecret[]> {
    const command = new ListUserPoolClientSecretsCommand({ UserPoolId, ClientId })
    const { ClientSecrets = [] } = await unless((await client()).send(command), gone, { ClientSecrets: [] })
    return ClientSecrets.map(secretOf).sort((one, other) => one.createdAt.localeCompare(other.createdAt))
  }

  async function removeClient(ClientId: string): Promise<void> {
    const command = new DeleteUserPoolClientCommand({ UserPoolId, ClientId })
    await unless((await client()).send(command), gone, undefined)
  }

  return {
    async createClient(name) {
      const { UserPoolClient } = await (await client()).send(
        new CreateUserPoolClientCommand({
          UserPoolId,
          ClientName: clientNameOf(name),
          GenerateSecret: true,
          AllowedOAuthFlows: ['client_credentials'],
          AllowedOAuthFlowsUserPoolClient: true,
          AllowedOAuthScopes: [scope],
          // The fewest there can be: left out, people could sign in through a recorder's client.
          ExplicitAuthFlows: ['ALLOW_REFRESH_TOKEN_AUTH'],
        }),
      )
      const { ClientId, ClientSecret } = UserPoolClient ?? {}
      if (!ClientId || !ClientSecret) throw new Error('the user pool made a client without a secret')
      try {
        const [secret] = await secretsOf(ClientId)
        if (!secret) throw new Error('the user pool does not list the secret of a client that it made')
        return { clientId: ClientId, secret: { ...secret, value: ClientSecret } }
      } catch (error) {
        // Nobody would ever know its secret.
        await removeClient(ClientId).catch(() => {})
        throw error
      }
    },

    secretsOf,

    async addSecret(ClientId) {
      try {
        const command = new AddUserPoolClientSecretCommand({ UserPoolId, ClientId })
        const { ClientSecretDescriptor } = await (await client()).send(command)
        const value = ClientSecretDescriptor?.ClientSecretValue
        if (!ClientSecretDescriptor || !value) throw new Error('the user pool made a secret without telling it')
        return { ...secretOf(ClientSecretDescriptor), value }
      } catch (error) {
        // Which of the two it says is not written down; what is there decides.
        const mayBeFull = isError(error, 'LimitExceededException', 'InvalidParameterException')
        if (mayBeFull && (await secretsOf(ClientId)).length >= MAX_SECRETS) return 'tooMany'
        throw error
      }
    },

    async removeSecret(ClientId, secretId) {
      try {
        const command = new DeleteUserPoolClientSecretCommand({ UserPoolId, ClientId, ClientSecretId: secretId })
        await (await client()).send(command)
        return 'removed'
      } catch (error) {
        if (isError(error, ...gone)) return 'absent'
        if (!isError(error, 'InvalidParameterException', 'LimitExceededException')) throw error
        const left = await secretsOf(ClientId)
        if (!left.some(({ id }) => id === secretId)) return 'absent'
        if (left.length === 1) return 'last'
        throw error
      }
    },

    removeClient,
  }
}

/** A client's name takes some ASCII alone, and at most 128 of it; people see the name that the directory keeps. */
function clientNameOf(name: string): string {
  const plain = name.replace(/[^\w +=,.@-]/g, '_').slice(0, 128)
  return plain.trim() === '' ? 'recorder' : plain
}

function secretOf({ ClientSecretId, ClientSecretCreateDate }: ClientSecretDescriptorType): ClientSecret {
  if (!ClientSecretId || !ClientSecretCreateDate) throw new Error('the user pool lists a secret without id or date')
  return { id: ClientSecretId, createdAt: ClientSecretCreateDate.toISOString() }
}
