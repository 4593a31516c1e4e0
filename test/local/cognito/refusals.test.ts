import {
  AdminGetUserCommand,
  AdminSetUserPasswordCommand,
  DescribeUserPoolCommand,
  ListUsersCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { describe, expect, it } from 'vitest'
import {
  acmeTenantId,
  FUNCTION_KEY,
  givenCognito,
  invitation,
  OTHER_ROLE,
  sdkClient,
  UserPoolId,
  vera,
} from './given.ts'

const ofVera = { UserPoolId, Username: vera }

describe('a signature', () => {
  it('is demanded, and must be of a key that is known', async () => {
    await using given = await givenCognito()
    const target = 'AWSCognitoIdentityProviderService.AdminGetUser'
    const headers = { 'x-amz-target': target, 'content-type': 'application/x-amz-json-1.1' }
    const unsigned = await fetch(given.oidc.issuer, { method: 'POST', headers, body: JSON.stringify(ofVera) })
    expect([unsigned.status, unsigned.headers.get('content-type'), await unsigned.json()]).toEqual([
      400,
      'application/x-amz-json-1.1',
      { __type: 'MissingAuthenticationTokenException', message: 'Missing Authentication Token' },
    ])
    const stranger = sdkClient(given.oidc, { credentials: { accessKeyId: 'AKIASTRANGER', secretAccessKey: 'x' } })
    await expect(stranger.send(new AdminGetUserCommand(ofVera))).rejects.toMatchObject({
      name: 'UnrecognizedClientException',
    })
  })

  it('is refused with another secret, another token, another time, or a body changed on the way', async () => {
    await using given = await givenCognito()
    const credentials = await given.cognito.config.credentials()
    const refusal = (changed: object, offsetMs = 0) => {
      const client = sdkClient(given.oidc, { credentials: { ...credentials, ...changed } })
      client.config.systemClockOffset = offsetMs
      return expect(client.send(new AdminGetUserCommand(ofVera))).rejects
    }
    await refusal({ secretAccessKey: 'another' }).toMatchObject({ name: 'InvalidSignatureException' })
    await refusal({ sessionToken: 'another' }).toMatchObject({ name: 'UnrecognizedClientException' })
    await refusal({}, 20 * 60_000).toMatchObject({ name: 'InvalidSignatureException' })

    const thief = sdkClient(given.oidc, { credentials })
    thief.middlewareStack.add(
      (next) => (call) => {
        // An HTTP request, whose body is signed by then.
        const request = call.request as { body: Uint8Array }
        request.body = new TextEncoder().encode(new TextDecoder().decode(request.body).replace('vera@', 'otto@'))
        return next(call)
      },
      { step: 'finalizeRequest', priority: 'low' },
    )
    await given.cognito.send(invitation('otto@acme.example'))
    await expect(thief.send(new AdminGetUserCommand(ofVera))).rejects.toMatchObject({
      name: 'InvalidSignatureException',
    })
  })
})

describe('who is not allowed', () => {
  it("is a session of a customer's tenant, a session of another role, and a function itself", async () => {
    await using given = await givenCognito()
    const clients = [
      await given.clientOf({ tenant: acmeTenantId }),
      await given.clientOf({ role: OTHER_ROLE }),
      sdkClient(given.oidc, { credentials: FUNCTION_KEY }),
    ]
    for (const client of clients) {
      await expect(client.send(invitation())).rejects.toMatchObject({
        name: 'AccessDeniedException',
        message: expect.stringContaining(
          'cognito-idp:AdminCreateUser on resource: arn:aws:cognito-idp:us-east-1:000000000000:userpool/us-east-1_local',
        ),
      })
    }
    expect(given.pool.users.all()).toEqual([])
    await given.cognito.send(invitation())
    expect(given.pool.users.all()).toHaveLength(1)
  })

  it('is whoever asks for another pool, before anything of it is told', async () => {
    await using given = await givenCognito()
    const elsewhere = new AdminGetUserCommand({ ...ofVera, UserPoolId: 'us-east-1_other' })
    await expect(given.cognito.send(elsewhere)).rejects.toMatchObject({ name: 'AccessDeniedException' })
  })
})

describe('what is not supported', () => {
  it('is answered as such, never as if it had been done', async () => {
    await using given = await givenCognito()
    await given.cognito.send(invitation())
    for (const [name, sent] of [
      ['AdminSetUserPassword', given.cognito.send(new AdminSetUserPasswordCommand({ ...ofVera, Password: 'x' }))],
      ['ListUsers', given.cognito.send(new ListUsersCommand({ UserPoolId }))],
      ['DescribeUserPool', given.cognito.send(new DescribeUserPoolCommand({ UserPoolId }))],
    ] as const) {
      await expect(sent).rejects.toMatchObject({
        ...{ name: 'NotImplementedException', message: `The local Cognito does not support the operation ${name}` },
        $metadata: { httpStatusCode: 501 },
      })
    }
  })

  it.each([
    ['no operation of Cognito', 'DynamoDB_20120810.ListTables', '{}', 'UnknownOperationException'],
    ['no operation at all', 'AWSCognitoIdentityProviderService.', '{}', 'UnknownOperationException'],
    ['no JSON', 'AWSCognitoIdentityProviderService.AssociateSoftwareToken', '{', 'SerializationException'],
    ['no object', 'AWSCognitoIdentityProviderService.AssociateSoftwareToken', '[]', 'InvalidParameterException'],
    [
      'a body of unreasonable size',
      'AWSCognitoIdentityProviderService.AssociateSoftwareToken',
      `"${'x'.repeat(200_000)}"`,
      'RequestEntityTooLargeException',
    ],
  ])('nor is %s', async (_, target, body, type) => {
    await using given = await givenCognito()
    const answer = await fetch(given.oidc.issuer, { method: 'POST', headers: { 'x-amz-target': target }, body })
    expect(answer.ok).toBe(false)
    expect(await answer.json()).toMatchObject({ __type: type })
  })
})
