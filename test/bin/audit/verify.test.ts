import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { S3Client } from '@aws-sdk/client-s3'
import { DeleteCommand, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { runAuditVerify } from '../../../bin/audit/index.ts'
import { auditMinutes, auditStore } from '../../../functions/adapters/dynamodb/index.ts'
import { auditDayPartition, dayOf, keys } from '../../../functions/adapters/dynamodb/keys.ts'
import { auditBlocks } from '../../../functions/adapters/s3/index.ts'
import { sealTenant } from '../../../functions/domain/audit/index.ts'
import type { TenantId } from '../../../functions/model/index.ts'
import { handOver } from '../../../local/hand-over.ts'
import { loadSecrets } from '../../../local/state/index.ts'
import { type GivenTable, givenTable, newTenantId } from '../../adapters/dynamodb/given.ts'
import { givenEntry } from '../../domain/audit/given.ts'
import { type GivenS3, givenS3, RECORDINGS } from '../../local/s3/given.ts'

const noQueue = { queueUrl: null, failuresUrl: 'http://127.0.0.1:1/d' }
let [table, s3, home]: [GivenTable?, GivenS3?, string?] = []
const [acme, globex] = [newTenantId(), newTenantId()]
/** Entries are of an hour ago, so that they are long to be sealed. */
const clock = { now: () => new Date(Date.now() - 3_600_000).toISOString() }

function there<T>(given: T | undefined): T {
  if (given === undefined) throw new Error('it was not started')
  return given
}

/** A state folder as a started cloud leaves it, with the real table and bucket of two tenants behind it. */
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'soundkeep-verify-'))
  const secrets = await loadSecrets(home, [])
  const { operatorKey } = secrets
  const operator = { ...operatorKey, principal: { arn: 'arn:aws:iam::000000000000:user/operator', tags: {} } }
  table = await givenTable()
  s3 = await givenS3({ credentials: async (id) => (id === operatorKey.accessKeyId ? operator : undefined) })
  await handOver(home, secrets, {
    ...{ url: 'http://127.0.0.1:1', issuer: 'http://127.0.0.1:1', s3Url: s3.s3.url, dynamodbUrl: table.url },
    ...{ region: 'us-east-1', tableName: table.tableName, bucketName: RECORDINGS, userPoolId: 'none' },
    queues: { arrivals: noQueue, reaper: noQueue, renditions: noQueue, sealer: noQueue },
  })
  for (const [id, name] of [
    [acme, 'Acme Dental'],
    [globex, 'Globex Travel'],
  ] as const) {
    const Item = { ...keys.tenant(id), id, name }
    await table.raw.send(new PutCommand({ TableName: table.tableName, Item }))
    await auditStore(table.clientsFor, table.tableName, clock).write(id, givenEntry())
  }
})
afterAll(async () => {
  await table?.dispose()
  await s3?.close()
  if (home) await rm(home, { recursive: true })
})

let said: string[]
beforeEach(() => {
  said = []
})

function verify(args: string[], env: Record<string, string> = {}) {
  const world = { env: { SOUNDKEEP_HOME: home, ...env }, home: 'nowhere' }
  return runAuditVerify(args, { ...world, say: (line) => said.push(line), complain: (line) => said.push(line) })
}

async function seal(tenantId: TenantId): Promise<void> {
  const { clientsFor, tableName } = there(table)
  const operatorKey = (await loadSecrets(there(home), [])).operatorKey
  const client = new S3Client({ region: 'us-east-1', endpoint: there(s3).s3.url, credentials: operatorKey })
  const blocks = auditBlocks(async () => ({ s3: client }), RECORDINGS, clock)
  await sealTenant({ ...auditMinutes(clientsFor, tableName), ...blocks }, tenantId, new Date().toISOString())
  client.destroy()
}

describe('npm run audit:verify', () => {
  it('tells of a tenant that nothing of it is sealed though it was long ago', async () => {
    expect(await verify(['Acme Dental'])).toBe(1)
    expect(said.join('\n')).toMatch(
      /^Acme Dental: nothing is sealed yet; 1 entry unsealed since \S+Z\.\nAcme Dental: nothing was sealed since/,
    )
  })

  it('finds all tenants and the platform as they were sealed', async () => {
    for (const tenantId of [acme, globex]) await seal(tenantId)
    expect(await verify([])).toBe(0)
    expect(said).toEqual([
      expect.stringMatching(/^Acme Dental: 1 entry in 1 block, sealed to \S+:00\.000Z; none unsealed\.$/),
      expect.stringMatching(/^Globex Travel: 1 entry in 1 block/),
      'the platform: nothing is sealed yet; none unsealed.',
      'All of it is as it was sealed.',
    ])
  })

  it('names an entry that was removed, of the tenant that is asked for, by name or by id', async () => {
    const { raw, tableName } = there(table)
    const partition = auditDayPartition(acme, dayOf(clock.now()))
    const query = { KeyConditionExpression: 'PK = :p', ExpressionAttributeValues: { ':p': partition } }
    const { Items = [] } = await raw.send(new QueryCommand({ TableName: tableName, ...query }))
    for (const { PK, SK } of Items) await raw.send(new DeleteCommand({ TableName: tableName, Key: { PK, SK } }))
    expect(await verify([acme])).toBe(1)
    expect(said[1]).toMatch(/^Acme Dental: entry 0[0-9a-z]{25} of \S+:00\.000Z was removed \(block 1\)\.$/)
    expect(await verify(['Globex Travel'])).toBe(0)
  })

  it('says what to do where it cannot look', async () => {
    expect(await verify(['Initech'])).toBe(2)
    expect(await verify(['a', 'b'])).toBe(2)
    expect(await verify([], { SOUNDKEEP_HOME: '/nowhere' })).toBe(2)
    expect(said).toEqual([
      'There is no tenant Initech: name one by its whole name or its id.',
      expect.stringMatching(/^Name one tenant, or none/),
      expect.stringMatching(/run "npm start" first/),
    ])
  })
})
