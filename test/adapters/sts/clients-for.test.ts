import { PutObjectCommand } from '@aws-sdk/client-s3'
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { clientsFor, type TenantClients, type TenantClientsFactory } from '../../../functions/adapters/sts/index.ts'
import type { TenantId } from '../../../functions/model/index.ts'
import { type LocalSts, type StsAuthorizationRequest, startSts } from '../../../local/sts/index.ts'

// A test stands where the principal resolver would: it says who is verified.
const acme = '01k00000000000000000000acm' as TenantId
const globex = '01k00000000000000000000g0b' as TenantId

const ROLE = 'arn:aws:iam::000000000000:role/recordings-tenant'
const FUNCTION_KEY = { accessKeyId: 'AKIARECORDINGS', secretAccessKey: 'secret' }

describe('clients for a tenant', () => {
  let sts: LocalSts
  let stsClient: STSClient
  let asked: string[]
  let answer: (request: StsAuthorizationRequest) => 'allow' | 'deny'
  let now: Date
  let clients: TenantClientsFactory

  beforeEach(async () => {
    now = new Date()
    asked = []
    answer = () => 'allow'
    sts = await startSts({
      host: '127.0.0.1',
      port: 0,
      credentials: [{ ...FUNCTION_KEY, arn: 'arn:aws:iam::000000000000:role/recordings-function' }],
      roles: [ROLE],
      now: () => now,
      authorize: (request) => {
        if (request.action === 'sts:TagSession') asked.push(request.requestTags.tenant ?? '')
        return answer(request)
      },
    })
    stsClient = new STSClient({ endpoint: sts.url, region: 'us-east-1', credentials: FUNCTION_KEY, maxAttempts: 1 })
    clients = clientsFor({ roleArn: ROLE, stsClient, region: 'us-east-1', now: () => now })
  })
  afterEach(() => sts.close())

  /** The session a client signs with, as the local STS knows it. */
  async function sessionOf({ s3 }: TenantClients) {
    return sts.credentialOf((await s3.config.credentials()).accessKeyId)
  }

  /** Moves the clock, for us, for STS and for the client that signs to it. */
  function pass(minutes: number) {
    now = new Date(now.getTime() + minutes * 60_000)
    stsClient.config.systemClockOffset = now.getTime() - Date.now()
  }

  it('act on a session of the role that carries the tenant and no other', async () => {
    const mine = await clients(acme)
    const session = await sessionOf(mine)
    expect(session?.principal).toEqual({
      arn: `arn:aws:sts::000000000000:assumed-role/recordings-tenant/${acme}`,
      tags: { tenant: acme },
    })
    expect(session?.expiresAt).toEqual(mine.expiresAt)
    expect((await mine.dynamodb.config.credentials()).accessKeyId).toBe(
      (await mine.s3.config.credentials()).accessKeyId,
    )
    expect((await sessionOf(await clients(globex)))?.principal.tags).toEqual({ tenant: globex })
  })

  it('are the same until five minutes before their session ends, then on a new one', async () => {
    const first = await clients(acme)
    pass(54)
    expect(await clients(acme)).toBe(first)
    pass(1)
    const second = await clients(acme)
    expect(second.expiresAt.getTime() - first.expiresAt.getTime()).toBe(55 * 60_000)
    expect(asked).toEqual([acme, acme])
  })

  it('are opened once for all who ask at the same time', async () => {
    const [one, two, other] = await Promise.all([clients(acme), clients(acme), clients(globex)])
    expect(one).toBe(two)
    expect(other).not.toBe(one)
    expect(asked.sort()).toEqual([acme, globex].sort())
  })

  it('are asked for again after a refusal', async () => {
    answer = () => 'deny'
    await expect(clients(acme)).rejects.toMatchObject({ name: 'AccessDenied' })
    answer = () => 'allow'
    await expect(clients(acme)).resolves.toBeDefined()
  })

  it('are kept for 200 tenants, of which the one least used leaves', async () => {
    const tenants = Array.from(
      { length: 200 },
      (_, i) => `01k0000000000000000000${String(i).padStart(4, '0')}` as TenantId,
    )
    const [first, second] = await Promise.all(tenants.map(clients))
    const [oldest, next] = tenants as [TenantId, TenantId]
    expect(await clients(oldest)).toBe(first)
    await clients(acme)
    expect(await clients(oldest)).toBe(first)
    expect(await clients(next)).not.toBe(second)
  })

  it('share their connections, so that many tenants do not mean many sockets', async () => {
    const [mine, theirs] = [await clients(acme), await clients(globex)]
    expect(mine.s3.config.requestHandler).toBe(theirs.s3.config.requestHandler)
    expect(mine.dynamodb.config.requestHandler).toBe(theirs.dynamodb.config.requestHandler)
  })

  it('add no checksum of their own to what they sign', async () => {
    const { s3 } = await clients(acme)
    const url = new URL(await getSignedUrl(s3, new PutObjectCommand({ Bucket: 'media', Key: 'k' })))
    expect([...url.searchParams.keys()].filter((name) => name.includes('checksum'))).toEqual([])
    expect(url.searchParams.get('X-Amz-Security-Token')).toBe((await sessionOf(await clients(acme)))?.sessionToken)
  })

  it('cannot be turned into those of another tenant', async () => {
    answer = ({ isChained }) => (isChained ? 'deny' : 'allow')
    const { s3 } = await clients(acme)
    const thief = new STSClient({
      endpoint: sts.url,
      region: 'us-east-1',
      credentials: s3.config.credentials,
      maxAttempts: 1,
    })
    const Tags = [{ Key: 'tenant', Value: globex }]
    const theft = thief.send(new AssumeRoleCommand({ RoleArn: ROLE, RoleSessionName: 'theft', Tags }))
    await expect(theft).rejects.toMatchObject({ name: 'AccessDenied' })
  })
})
