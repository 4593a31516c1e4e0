import {
  AddUserPoolClientSecretCommand,
  AdminCreateUserCommand,
  AdminGetUserCommand,
  AdminResetUserPasswordCommand,
  CognitoIdentityProviderClient,
  CreateUserPoolClientCommand,
  DeleteUserPoolClientCommand,
  InternalServerException,
  LimitExceededException,
  ListUserPoolClientSecretsCommand,
  NotAuthorizedException,
  UserNotFoundException,
  UsernameExistsException,
} from '@aws-sdk/client-cognito-identity-provider'
import { mockClient } from 'aws-sdk-client-mock'
import { afterEach, describe, expect, it } from 'vitest'
import { cognitoIdentities } from '../../../functions/adapters/cognito/index.ts'
import { platformTenantId } from '../../../functions/adapters/dynamodb/index.ts'

// What the local Cognito cannot be brought to.
const cognito = mockClient(CognitoIdentityProviderClient)
afterEach(() => cognito.reset())

const credentials = { accessKeyId: 'ASIA', secretAccessKey: 'secret', sessionToken: 'token' }
const identities = cognitoIdentities({
  ...{ region: 'us-east-1', userPoolId: 'us-east-1_pool', recorderScope: 'soundkeep/ingest' },
  ...{ sessions: async () => ({ credentials }), tenantId: platformTenantId },
})
const fault = { $metadata: {}, message: 'as Cognito says' }
const vera = { email: 'vera@acme.example', name: 'Vera Vane' }

describe('an invitation', () => {
  it('of somebody who is removed at the same moment makes them anew', async () => {
    cognito
      .on(AdminCreateUserCommand)
      .rejectsOnce(new UsernameExistsException(fault))
      .resolves({ User: { Attributes: [{ Name: 'sub', Value: 'a subject' }] } })
    cognito.on(AdminGetUserCommand).rejects(new UserNotFoundException(fault))
    expect(await identities.invite(vera)).toEqual({ subject: 'a subject', isNew: true })
  })

  it('gives up on a pool that contradicts itself', async () => {
    cognito.on(AdminCreateUserCommand).rejects(new UsernameExistsException(fault))
    cognito.on(AdminGetUserCommand).rejects(new UserNotFoundException(fault))
    await expect(identities.invite(vera)).rejects.toThrow('finds no user')
  })
})

describe('a password reset', () => {
  it('that is refused for another reason than a sign-in that is still to come is a fault', async () => {
    cognito.on(AdminResetUserPasswordCommand).rejects(new NotAuthorizedException(fault))
    cognito.on(AdminGetUserCommand).resolves({ Username: 'a subject', UserStatus: 'CONFIRMED' })
    await expect(identities.sendPasswordReset(vera.email)).rejects.toBeInstanceOf(NotAuthorizedException)
  })
})

describe('a recorder', () => {
  it('whose secret cannot be told is not left behind', async () => {
    cognito.on(CreateUserPoolClientCommand).resolves({ UserPoolClient: { ClientId: 'c1', ClientSecret: 'value' } })
    cognito.on(ListUserPoolClientSecretsCommand).rejects(new InternalServerException(fault))
    cognito.on(DeleteUserPoolClientCommand).resolves({})
    await expect(identities.createClient('Front desk')).rejects.toBeInstanceOf(InternalServerException)
    expect(cognito.commandCalls(DeleteUserPoolClientCommand).map(({ args: [{ input }] }) => input)).toEqual([
      { UserPoolId: 'us-east-1_pool', ClientId: 'c1' },
    ])
  })

  it('with room for a secret meets another limit: a fault, and not a matter of its secrets', async () => {
    cognito.on(AddUserPoolClientSecretCommand).rejects(new LimitExceededException(fault))
    const only = { ClientSecretId: 's1', ClientSecretCreateDate: new Date() }
    cognito.on(ListUserPoolClientSecretsCommand).resolves({ ClientSecrets: [only] })
    await expect(identities.addSecret('c1')).rejects.toBeInstanceOf(LimitExceededException)
  })
})
