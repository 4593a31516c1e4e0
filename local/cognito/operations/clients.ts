import * as z from 'zod'
import { CognitoError } from '../errors.ts'
import { adminOperation, type Operation, secondsOf, type World } from './operation.ts'

/** Cognito takes no hyphen in a client id; those of the demo recorders have one. */
const ofClient = { ClientId: z.string().regex(/^[\w+-]{1,128}$/) }
const ofSecret = { ...ofClient, ClientSecretId: z.string().min(1).max(128) }

/** @throws ResourceNotFoundException */
function mustBeThere({ pool }: World, clientId: string): void {
  if (!pool.clients.isThere(clientId)) {
    throw new CognitoError('ResourceNotFoundException', `User pool client ${clientId} does not exist.`)
  }
}

export const clientOperations: Readonly<Record<string, Operation>> = {
  CreateUserPoolClient: adminOperation(
    {
      ClientName: z.string().regex(/^[\w\s+=,.@-]{1,128}$/),
      GenerateSecret: z.boolean().optional(),
      AllowedOAuthFlows: z.tuple([z.literal('client_credentials')]),
      AllowedOAuthFlowsUserPoolClient: z.literal(true),
      AllowedOAuthScopes: z.array(z.string()).min(1).max(50),
      ExplicitAuthFlows: z.tuple([z.literal('ALLOW_REFRESH_TOKEN_AUTH')]).optional(),
    },
    ({ pool, recorderScopes, userPoolId }, { ClientName, GenerateSecret = false, AllowedOAuthScopes, ...settings }) => {
      if (!GenerateSecret) {
        throw new CognitoError(
          'InvalidOAuthFlowException',
          'client_credentials flow can not be selected if client does not have a client secret.',
        )
      }
      const unknown = AllowedOAuthScopes.find((scope) => !recorderScopes.includes(scope))
      if (unknown !== undefined) {
        throw new CognitoError('ScopeDoesNotExistException', `Scope ${unknown} does not exist.`)
      }
      const { id, secret, createdAt } = pool.clients.create({ name: ClientName })
      return {
        UserPoolClient: {
          ...{
            ...settings,
            UserPoolId: userPoolId,
            ClientName,
            ClientId: id,
            ClientSecret: secret,
            AllowedOAuthScopes,
          },
          ...{ CreationDate: secondsOf(createdAt), LastModifiedDate: secondsOf(createdAt) },
        },
      }
    },
  ),

  ListUserPoolClientSecrets: adminOperation(ofClient, (world, { ClientId }) => {
    mustBeThere(world, ClientId)
    return {
      ClientSecrets: world.pool.clients.secretsOf(ClientId).map(({ id, createdAt }) => ({
        ...{ ClientSecretId: id, ClientSecretCreateDate: secondsOf(createdAt) },
      })),
    }
  }),

  AddUserPoolClientSecret: adminOperation(ofClient, (world, { ClientId }) => {
    mustBeThere(world, ClientId)
    const added = world.pool.clients.addSecret(ClientId)
    if (added === 'tooMany') {
      throw new CognitoError('LimitExceededException', 'A client has at most 2 secrets; delete one first.')
    }
    return {
      ClientSecretDescriptor: {
        ...{ ClientSecretId: added.id, ClientSecretValue: added.value },
        ClientSecretCreateDate: secondsOf(added.createdAt),
      },
    }
  }),

  DeleteUserPoolClientSecret: adminOperation(ofSecret, (world, { ClientId, ClientSecretId }) => {
    mustBeThere(world, ClientId)
    const outcome = world.pool.clients.removeSecret(ClientId, ClientSecretId)
    if (outcome === 'absent') {
      throw new CognitoError('ResourceNotFoundException', `Client secret ${ClientSecretId} does not exist.`)
    }
    if (outcome === 'last') {
      throw new CognitoError('InvalidParameterException', 'The only secret of a client cannot be deleted.')
    }
    return {}
  }),

  DeleteUserPoolClient: adminOperation(ofClient, (world, { ClientId }) => {
    mustBeThere(world, ClientId)
    world.pool.clients.remove(ClientId)
    return {}
  }),
}
