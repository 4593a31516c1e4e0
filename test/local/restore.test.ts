import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { paginateScan } from '@aws-sdk/lib-dynamodb'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runAuditVerify } from '../../bin/audit/index.ts'
import { auditStore, soundkeepTable } from '../../functions/adapters/dynamodb/index.ts'
import { type LocalCloud, startCloud, tableName } from '../../local/cloud.ts'
import { acme } from '../../local/demo/people.ts'
import { loadItems } from '../../local/dynamodb/index.ts'
import { givenEntry } from '../domain/audit/given.ts'
import { type GivenCloud, givenCloud, onlyFile, shortWav } from '../given/cloud.ts'

type Item = Record<string, unknown>

/** All that is not the table: files, sealed blocks, who can sign in, keys. What the stream had reached belongs to the table. */
const besideTheTable = ['s3', 'oidc', 'secrets.json', 'directory.done'] as const

async function exported({ table }: GivenCloud): Promise<Item[]> {
  const items: Item[] = []
  // Consistent, so that what was written a moment ago is in it; an export to S3 is of one moment by itself.
  for await (const { Items = [] } of paginateScan({ client: table }, { TableName: tableName, ConsistentRead: true })) {
    items.push(...Items)
  }
  return items
}

const cleanUps: (() => Promise<unknown>)[] = []

/** A cloud of its own from the items of a table and what lay beside it. */
async function restored(from: string, items: Item[]): Promise<{ cloud: LocalCloud; home: string }> {
  const home = await mkdtemp(join(tmpdir(), 'soundkeep-restored-'))
  cleanUps.push(() => rm(home, { recursive: true, force: true }))
  for (const name of besideTheTable) await cp(join(from, name), join(home, name), { recursive: true })
  await loadItems(join(home, 'dynamodb'), tableName, soundkeepTable, items)
  const cloud = await startCloud({ home, port: 0, withDashboard: false, withDemoCalls: false })
  cleanUps.push(() => cloud.close())
  return { cloud, home }
}

async function asTara({ apiUrl, tokenOf }: LocalCloud) {
  const authorization = `Bearer ${await tokenOf('tara')}`
  const ask = async (path: string, method = 'GET') => {
    const answer = await fetch(apiUrl + path, { method, headers: { authorization } })
    if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}`)
    return answer.json()
  }
  return {
    sessions: async (): Promise<string[]> =>
      (await ask('/recordings')).items.map(({ sessionId }: { sessionId: string }) => sessionId).sort(),
    playback: async ({ recordingId, fileId }: KnownFile) => {
      const { url } = await ask(`/recordings/${recordingId}/segments/1/media/${fileId}/playback`, 'POST')
      return fetch(url)
    },
  }
}

async function verified(home: string): Promise<{ code: number; said: string[] }> {
  const said: string[] = []
  const say = (line: string) => void said.push(line)
  const code = await runAuditVerify([acme.name], { env: { SOUNDKEEP_HOME: home }, home, say, complain: say })
  return { code, said }
}

type KnownFile = { recordingId: string; fileId: string }

let world: GivenCloud
let [earlier, later]: Item[][] = []
let kept: KnownFile
let deleted: KnownFile
const bytes = { kept: shortWav(600), deleted: shortWav(601), late: shortWav(602) }

/** A table that is exported twice: between the two a call comes, another is deleted, and what was done is sealed. */
beforeAll(async () => {
  world = await givenCloud()
  const ingest = async (sessionId: keyof typeof bytes): Promise<KnownFile> => {
    const call = await world.ingestCall({ sessionId, files: [{ bytes: bytes[sessionId] }] })
    return { recordingId: call.recordingId, fileId: onlyFile(call).id }
  }
  const minutesAgo = (minutes: number) => ({ now: () => new Date(Date.now() - minutes * 60_000).toISOString() })
  const doneAndSealed = async (requestId: string, minutes: number) => {
    const audit = auditStore(async () => ({ dynamodb: world.table }), tableName, minutesAgo(minutes))
    await audit.write(acme.id, givenEntry({ requestId }))
    await world.cloud.runSchedule('sealer')
  }
  kept = await ingest('kept')
  deleted = await ingest('deleted')
  await doneAndSealed('before', 60)
  earlier = await exported(world)

  await ingest('late')
  await world.as('tara').delete(`/recordings/${deleted.recordingId}`, { headers: { 'if-match': '*' } })
  await world.cloud.runSchedule('reaper')
  await doneAndSealed('after', 30)
  later = await exported(world)
  await world.cloud.close()
})
afterAll(async () => {
  for (const cleanUp of cleanUps.reverse()) await cleanUp()
  await rm(world.home, { recursive: true, force: true })
})

describe('a table that is lost', () => {
  it('is restored as it was: lists, files and the audit’s seals agree', async () => {
    const { cloud, home } = await restored(world.home, later ?? [])
    const tara = await asTara(cloud)
    expect(await tara.sessions()).toEqual(['kept', 'late'])
    expect(new Uint8Array(await (await tara.playback(kept)).arrayBuffer())).toEqual(bytes.kept)
    expect(await verified(home)).toMatchObject({
      code: 0,
      said: [expect.stringContaining('2 blocks'), expect.any(String)],
    })
  })

  it('is restored to an earlier moment: what was lost is named by the seals, what was deleted stays without its file', async () => {
    const { cloud, home } = await restored(world.home, earlier ?? [])
    const tara = await asTara(cloud)
    expect(await tara.sessions()).toEqual(['deleted', 'kept'])
    expect((await tara.playback(kept)).status).toBe(200)
    // 403 is what S3 says of a missing object to who may not list.
    expect((await tara.playback(deleted)).status).toBe(403)
    const { code, said } = await verified(home)
    expect([code, said.filter((line) => line.includes('was removed'))]).toEqual([
      1,
      [expect.stringMatching(/^Acme Dental: entry \S+ of \S+ was removed \(block 2\)\.$/)],
    ])
  })
})
