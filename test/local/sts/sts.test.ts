import {
  AssumeRoleCommand,
  type AssumeRoleCommandInput,
  GetCallerIdentityCommand,
  GetSessionTokenCommand,
} from '@aws-sdk/client-sts'
import { describe, expect, it } from 'vitest'
import { startSts } from '../../../local/sts/index.ts'
import { clientOf, FUNCTION_KEY, givenSts, ROOT_KEY, TENANT_ROLE } from './given.ts'

const ACME = { Key: 'tenant', Value: '01k00000000000000000000acm' }
const asked: AssumeRoleCommandInput = { RoleArn: TENANT_ROLE, RoleSessionName: 'acme', Tags: [ACME] }

/** Temporary credentials in the form that clients take. */
function given(credentials: { AccessKeyId?: string; SecretAccessKey?: string; SessionToken?: string } | undefined) {
  return {
    accessKeyId: credentials?.AccessKeyId ?? '',
    secretAccessKey: credentials?.SecretAccessKey ?? '',
    sessionToken: credentials?.SessionToken ?? '',
  }
}

describe('AssumeRole', () => {
  it('gives a session that carries the tenant tag and ends when it says', async () => {
    const now = new Date('2026-11-23T10:00:00.400Z')
    await using sts = await givenSts({ now: () => now })
    const client = clientOf(sts, { systemClockOffset: now.getTime() - Date.now() })
    const { Credentials, AssumedRoleUser } = await client.send(
      new AssumeRoleCommand({ ...asked, DurationSeconds: 900 }),
    )

    expect(Credentials?.AccessKeyId).toMatch(/^ASIA[A-Z2-7]{16}$/)
    expect(Credentials?.Expiration).toEqual(new Date('2026-11-23T10:15:00Z'))
    expect(AssumedRoleUser?.Arn).toBe('arn:aws:sts::000000000000:assumed-role/recordings-tenant/acme')
    expect(AssumedRoleUser?.AssumedRoleId).toMatch(/^AROA[A-Z2-7]{17}:acme$/)
    expect(sts.credentialOf(Credentials?.AccessKeyId ?? '')).toMatchObject({
      secretAccessKey: Credentials?.SecretAccessKey,
      sessionToken: Credentials?.SessionToken,
      expiresAt: Credentials?.Expiration,
      principal: { arn: AssumedRoleUser?.Arn, tags: { tenant: ACME.Value } },
    })
  })

  it('gives an hour when no duration is asked for', async () => {
    await using sts = await givenSts()
    const before = Math.floor(Date.now() / 1000) * 1000
    const { Credentials } = await clientOf(sts).send(new AssumeRoleCommand(asked))
    expect(Credentials?.Expiration?.getTime()).toBeGreaterThanOrEqual(before + 3_600_000)
    expect(Credentials?.Expiration?.getTime()).toBeLessThanOrEqual(Date.now() + 3_600_000)
  })

  it('knows no key that it did not mint', async () => {
    await using sts = await givenSts()
    expect(sts.credentialOf('ASIAAAAAAAAAAAAAAAAA')).toBeUndefined()
    expect(sts.credentialOf(FUNCTION_KEY.accessKeyId)?.principal).toEqual({ arn: FUNCTION_KEY.arn, tags: {} })
  })

  const refused: ReadonlyArray<[string, Partial<AssumeRoleCommandInput>, string, RegExp]> = [
    [
      'an unknown role',
      { RoleArn: `${TENANT_ROLE}-2` },
      'AccessDenied',
      /not authorized to perform: sts:AssumeRole on/,
    ],
    ['what is no role', { RoleArn: 'arn:aws:s3:::a-bucket-of-somebody' }, 'ValidationError', /is invalid/],
    ['a missing role', { RoleArn: undefined }, 'ValidationError', /Value null at 'roleArn'/],
    ['a missing session name', { RoleSessionName: undefined }, 'ValidationError', /null at 'roleSessionName'/],
    ['a session name of one character', { RoleSessionName: 'a' }, 'ValidationError', /greater than or equal to 2/],
    ['a session name of 65', { RoleSessionName: 'a'.repeat(65) }, 'ValidationError', /less than or equal to 64/],
    ['a session name with a space', { RoleSessionName: 'a b' }, 'ValidationError', /regular expression/],
    ['a session of 899 seconds', { DurationSeconds: 899 }, 'ValidationError', /greater than or equal to 900/],
    ['a chained session over an hour', { DurationSeconds: 3601 }, 'ValidationError', /role chaining/],
    ['a tag without key', { Tags: [{ Key: '', Value: 'x' }] }, 'ValidationError', /tags\.1\.member\.key/],
    ['a key of 129', { Tags: [{ Key: 'k'.repeat(129), Value: 'x' }] }, 'ValidationError', /equal to 128/],
    ['a value of 257', { Tags: [{ Key: 'k', Value: 'v'.repeat(257) }] }, 'ValidationError', /equal to 256/],
    ['a value with a star', { Tags: [{ Key: 'tenant', Value: '*' }] }, 'ValidationError', /regular expression/],
    [
      'keys that differ in case alone',
      { Tags: [ACME, { ...ACME, Key: 'Tenant' }] },
      'InvalidParameterValue',
      /Duplicate/,
    ],
    ['keys of AWS', { Tags: [{ Key: 'aws:tenant', Value: 'x' }] }, 'InvalidParameterValue', /reserved/],
    ['51 tags', { Tags: Array.from({ length: 51 }, (_, i) => ({ Key: `k${i}`, Value: '' })) }, 'ValidationError', /50/],
    ['a transitive key without its tag', { TransitiveTagKeys: ['team'] }, 'InvalidParameterValue', /must be included/],
    ['a session policy', { Policy: '{}' }, 'NotImplemented', /parameter Policy/],
    ['an external id', { ExternalId: 'ext' }, 'NotImplemented', /parameter ExternalId/],
  ]
  it.each(refused)('refuses %s', async (_, change, name, message) => {
    await using sts = await givenSts()
    await expect(clientOf(sts).send(new AssumeRoleCommand({ ...asked, ...change }))).rejects.toMatchObject({
      name,
      message: expect.stringMatching(message),
    })
  })

  it('lets root have what the role allows, and no more', async () => {
    await using sts = await givenSts({ maxSessionSeconds: 7200 })
    const client = clientOf(sts, { credentials: ROOT_KEY })
    await expect(client.send(new AssumeRoleCommand({ ...asked, DurationSeconds: 7200 }))).resolves.toBeDefined()
    await expect(client.send(new AssumeRoleCommand({ ...asked, DurationSeconds: 7201 }))).rejects.toMatchObject({
      name: 'ValidationError',
      message: expect.stringMatching(/MaxSessionDuration/),
    })
  })

  it('asks the policies about the role and about the tags', async () => {
    const seen: unknown[] = []
    await using sts = await givenSts({
      authorize: ({ action, roleArn, requestTags, principal }) => {
        seen.push({ action, roleArn, requestTags, arn: principal.arn })
        return action === 'sts:TagSession' ? 'deny' : 'allow'
      },
    })
    await expect(clientOf(sts).send(new AssumeRoleCommand(asked))).rejects.toMatchObject({
      name: 'AccessDenied',
      message: expect.stringMatching(/sts:TagSession/),
    })
    const request = { roleArn: TENANT_ROLE, requestTags: { tenant: ACME.Value }, arn: FUNCTION_KEY.arn }
    expect(seen).toEqual([
      { action: 'sts:AssumeRole', ...request },
      { action: 'sts:TagSession', ...request },
    ])
  })

  it('does not let a tenant session assume a role, so that it cannot tag itself as another tenant', async () => {
    await using sts = await givenSts()
    const { Credentials } = await clientOf(sts).send(new AssumeRoleCommand(asked))
    const chained = clientOf(sts, { credentials: given(Credentials) })
    await expect(
      chained.send(new AssumeRoleCommand({ ...asked, Tags: [{ Key: 'tenant', Value: 'globex' }] })),
    ).rejects.toMatchObject({ name: 'AccessDenied' })
  })

  it('hands transitive tags down the chain, and they cannot be replaced there', async () => {
    await using sts = await givenSts({ authorize: () => 'allow' })
    const { Credentials } = await clientOf(sts).send(
      new AssumeRoleCommand({ ...asked, Tags: [ACME, { Key: 'once', Value: '1' }], TransitiveTagKeys: ['tenant'] }),
    )
    const chained = clientOf(sts, { credentials: given(Credentials) })
    const second = await chained.send(new AssumeRoleCommand({ ...asked, Tags: [{ Key: 'team', Value: 'sales' }] }))
    expect(sts.credentialOf(second.Credentials?.AccessKeyId ?? '')?.principal.tags).toEqual({
      tenant: ACME.Value,
      team: 'sales',
    })
    await expect(
      chained.send(new AssumeRoleCommand({ ...asked, Tags: [{ Key: 'Tenant', Value: 'globex' }] })),
    ).rejects.toMatchObject({ name: 'InvalidParameterValue', message: expect.stringMatching(/conflicts/) })
  })
})

describe('GetCallerIdentity', () => {
  it('names a function role, and a session of a role', async () => {
    await using sts = await givenSts()
    expect(await clientOf(sts).send(new GetCallerIdentityCommand())).toMatchObject({
      Arn: FUNCTION_KEY.arn,
      Account: '000000000000',
      UserId: FUNCTION_KEY.accessKeyId,
    })
    const assumed = await clientOf(sts).send(new AssumeRoleCommand(asked))
    const session = clientOf(sts, { credentials: given(assumed.Credentials) })
    expect(await session.send(new GetCallerIdentityCommand())).toMatchObject({
      Arn: assumed.AssumedRoleUser?.Arn,
      UserId: assumed.AssumedRoleUser?.AssumedRoleId,
    })
  })

  it('says "expired" to the holder of an expired session', async () => {
    let now = new Date()
    await using sts = await givenSts({ now: () => now })
    const { Credentials } = await clientOf(sts).send(new AssumeRoleCommand({ ...asked, DurationSeconds: 900 }))
    now = new Date(now.getTime() + 900_000)
    const session = clientOf(sts, { credentials: given(Credentials), systemClockOffset: 900_000 })
    await expect(session.send(new GetCallerIdentityCommand())).rejects.toMatchObject({
      name: 'ExpiredToken',
      $metadata: { httpStatusCode: 403 },
    })
  })
})

describe('the server', () => {
  it('answers 501 to an operation that it lacks', async () => {
    await using sts = await givenSts()
    await expect(clientOf(sts).send(new GetSessionTokenCommand())).rejects.toMatchObject({
      name: 'NotImplemented',
      $metadata: { httpStatusCode: 501 },
    })
  })

  it('rejects a taken port with the listen error', async () => {
    await using sts = await givenSts()
    const again = startSts({ host: '127.0.0.1', port: sts.port, credentials: [], roles: [] })
    await expect(again).rejects.toMatchObject({ code: 'EADDRINUSE' })
  })
})
