import {
  AddUserPoolClientSecretCommand,
  CreateUserPoolClientCommand,
  type CreateUserPoolClientCommandInput,
  DeleteUserPoolClientCommand,
  DeleteUserPoolClientSecretCommand,
  ListUserPoolClientSecretsCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { describe, expect, it } from 'vitest'
import { askForToken, basic } from '../oidc/given.ts'
import { type GivenCognito, givenCognito, UserPoolId } from './given.ts'

const creation = (input: Partial<CreateUserPoolClientCommandInput> = {}) =>
  new CreateUserPoolClientCommand({
    ...{ UserPoolId, ClientName: 'Front desk', GenerateSecret: true },
    ...{ AllowedOAuthFlows: ['client_credentials'], AllowedOAuthFlowsUserPoolClient: true },
    ...{ AllowedOAuthScopes: ['soundkeep/ingest'], ...input },
  })

async function givenClient({ cognito }: GivenCognito): Promise<{ ClientId: string; ClientSecret: string }> {
  const { ClientId = '', ClientSecret = '' } = (await cognito.send(creation())).UserPoolClient ?? {}
  return { ClientId, ClientSecret }
}

const statusWith = async ({ oidc }: GivenCognito, id: string, secret = '') =>
  (await askForToken(oidc, { grant_type: 'client_credentials' }, basic(id, secret))).status

describe('a client', () => {
  it('gets tokens with the secret that is told once and kept as a hash alone', async () => {
    await using given = await givenCognito()
    const { ClientId, ClientSecret } = await givenClient(given)
    expect([ClientId, ClientSecret]).toEqual([
      expect.stringMatching(/^[a-z0-9]{26}$/),
      expect.stringMatching(/^[a-z0-9]{51}$/),
    ])
    expect(await statusWith(given, ClientId, ClientSecret)).toBe(200)
    expect(await statusWith(given, ClientId, `${ClientSecret}x`)).toBe(401)
    const { ClientSecrets } = await given.cognito.send(new ListUserPoolClientSecretsCommand({ UserPoolId, ClientId }))
    expect(ClientSecrets).toEqual([
      { ClientSecretId: expect.stringMatching(`^${ClientId}--\\d+$`), ClientSecretCreateDate: expect.any(Date) },
    ])
    expect(JSON.stringify(given.pool.clients.all())).not.toContain(ClientSecret)
  })

  it('has two secrets while they rotate: both work, a third is refused, and the last one stays', async () => {
    await using given = await givenCognito()
    const { ClientId, ClientSecret } = await givenClient(given)
    const ofClient = { UserPoolId, ClientId }
    const { ClientSecretDescriptor: second } = await given.cognito.send(new AddUserPoolClientSecretCommand(ofClient))
    expect(await statusWith(given, ClientId, ClientSecret)).toBe(200)
    expect(await statusWith(given, ClientId, second?.ClientSecretValue)).toBe(200)
    await expect(given.cognito.send(new AddUserPoolClientSecretCommand(ofClient))).rejects.toMatchObject({
      name: 'LimitExceededException',
    })

    const { ClientSecrets = [] } = await given.cognito.send(new ListUserPoolClientSecretsCommand(ofClient))
    expect(ClientSecrets.map(({ ClientSecretId }) => ClientSecretId)[1]).toBe(second?.ClientSecretId)
    const removal = (ClientSecretId: string | undefined) =>
      given.cognito.send(new DeleteUserPoolClientSecretCommand({ ...ofClient, ClientSecretId }))
    await removal(ClientSecrets[0]?.ClientSecretId)
    expect(await statusWith(given, ClientId, ClientSecret)).toBe(401)
    await expect(removal(ClientSecrets[0]?.ClientSecretId)).rejects.toMatchObject({ name: 'ResourceNotFoundException' })
    await expect(removal(second?.ClientSecretId)).rejects.toMatchObject({ name: 'InvalidParameterException' })
    expect(await statusWith(given, ClientId, second?.ClientSecretValue)).toBe(200)
  })

  it('is refused once it is deleted, and so is every operation on it', async () => {
    await using given = await givenCognito()
    const { ClientId, ClientSecret } = await givenClient(given)
    const ofClient = { UserPoolId, ClientId }
    await given.cognito.send(new DeleteUserPoolClientCommand(ofClient))
    expect(await statusWith(given, ClientId, ClientSecret)).toBe(401)
    const again = [
      given.cognito.send(new DeleteUserPoolClientCommand(ofClient)),
      given.cognito.send(new ListUserPoolClientSecretsCommand(ofClient)),
      given.cognito.send(new AddUserPoolClientSecretCommand(ofClient)),
    ]
    for (const call of again) await expect(call).rejects.toMatchObject({ name: 'ResourceNotFoundException' })
  })

  it.each([
    ['without a secret', { GenerateSecret: false }, 'InvalidOAuthFlowException'],
    ['for a scope that there is not', { AllowedOAuthScopes: ['soundkeep/api'] }, 'ScopeDoesNotExistException'],
    ['for people', { AllowedOAuthFlows: ['code'] }, 'InvalidParameterException'],
    ['with a name that Cognito does not take', { ClientName: 'Empfang „Süd“' }, 'InvalidParameterException'],
    ['with a lifetime of its own', { AccessTokenValidity: 5 }, 'NotImplementedException'],
  ] as const)('is not made %s', async (_, input, name) => {
    await using given = await givenCognito()
    // A tuple of the list above is readonly, the SDK's lists are not.
    const command = creation(input as unknown as Partial<CreateUserPoolClientCommandInput>)
    await expect(given.cognito.send(command)).rejects.toMatchObject({ name })
    expect(given.pool.clients.all()).toEqual([])
  })
})
