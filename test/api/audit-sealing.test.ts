import { ListObjectsV2Command } from '@aws-sdk/client-s3'
import { DeleteCommand } from '@aws-sdk/lib-dynamodb'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runAuditVerify } from '../../bin/audit/index.ts'
import { auditStore } from '../../functions/adapters/dynamodb/index.ts'
import { bucketName, tableName } from '../../local/cloud.ts'
import { acme } from '../../local/demo/people.ts'
import { givenEntry } from '../domain/audit/given.ts'
import { type GivenCloud, givenCloud } from '../given/cloud.ts'

let given: GivenCloud
beforeAll(async () => {
  given = await givenCloud()
})
afterAll(() => given.close())

async function verified(): Promise<{ code: number; said: string[] }> {
  const said: string[] = []
  const say = (line: string) => void said.push(line)
  const env = { SOUNDKEEP_HOME: given.home }
  return { code: await runAuditVerify([acme.name], { env, home: given.home, say, complain: say }), said }
}

describe('the audit of a running cloud', () => {
  it('is sealed every minute by a function that may do no more, and verified by a command', async () => {
    const anHourAgo = { now: () => new Date(Date.now() - 3_600_000).toISOString() }
    const audit = auditStore(async () => ({ dynamodb: given.table }), tableName, anHourAgo)
    await audit.write(acme.id, givenEntry({ requestId: 'to-be-removed' }))
    expect(await verified()).toMatchObject({
      code: 1,
      said: [expect.any(String), expect.stringMatching(/nothing was sealed/), expect.any(String)],
    })

    await given.cloud.runSchedule('sealer')
    await given.cloud.runSchedule('sealer')
    expect(await verified()).toMatchObject({ code: 0 })
    const { Contents = [] } = await given.operator.send(
      new ListObjectsV2Command({ Bucket: bucketName, Prefix: `t/${acme.id}/audit/` }),
    )
    expect(Contents.map(({ Key }) => Key)).toEqual([`t/${acme.id}/audit/0000000001.json`])

    const [entry] = await given.itemsNaming('to-be-removed')
    await given.table.send(new DeleteCommand({ TableName: tableName, Key: { PK: entry?.PK, SK: entry?.SK } }))
    const { code, said } = await verified()
    expect([code, said[1]]).toEqual([
      1,
      expect.stringMatching(/^Acme Dental: entry \S+ of \S+ was removed \(block 1\)\.$/),
    ])
  })
})
