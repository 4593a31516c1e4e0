import { paginateScan } from '@aws-sdk/lib-dynamodb'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { canonicalJson } from '../../functions/adapters/system/index.ts'
import { tableName } from '../../local/cloud.ts'
import { type GivenCloud, givenCloud } from '../given/cloud.ts'
import { everyEndpoint } from './isolation/questions.ts'
import { type Received, type Send, sender } from './isolation/send.ts'
import { trialOf } from './isolation/trial.ts'
import { marksIn, World } from './isolation/world.ts'

const isNight = process.env.SOUNDKEEP_CASES !== undefined
const requests = isNight ? Number(process.env.SOUNDKEEP_CASES) / 5 : 6_000
const seed = process.env.SOUNDKEEP_SEED ?? (isNight ? String(Date.now()) : '20261123')

let cloud: GivenCloud
let world: World
let connection: ReturnType<typeof sender>
const logged: string[] = []

beforeAll(async () => {
  for (const method of ['log', 'info', 'warn', 'error', 'debug'] as const) {
    vi.spyOn(console, method).mockImplementation((...words: unknown[]) => void logged.push(words.map(String).join(' ')))
  }
  cloud = await givenCloud()
  connection = sender(cloud.cloud.apiUrl)
  world = new World(cloud.cloud, connection.send)
  await world.make()
})
afterAll(async () => {
  vi.restoreAllMocks()
  connection.close()
  await cloud.close()
})

/** Everything that the table holds of the tenants that nobody asks for. */
async function itemsOfVictims(): Promise<string[]> {
  const prefixes = world.tenants.slice(2).map(({ id }) => `T#${id}#`)
  const items: string[] = []
  for await (const page of paginateScan({ client: cloud.table }, { TableName: tableName })) {
    for (const item of page.Items ?? []) {
      if (prefixes.some((prefix) => String(item.PK).startsWith(prefix))) items.push(canonicalJson(item))
    }
  }
  return items.sort()
}

describe('requests to every endpoint, with what is another tenant’s in every place', () => {
  it(
    `tell nothing of it, change nothing of it, and are answered as if it were nowhere (SOUNDKEEP_SEED=${seed})`,
    async () => {
      const before = await itemsOfVictims()
      expect(before.length).toBeGreaterThan(50)
      const trial = trialOf(world, connection.send, seed)
      let turns = 0
      await trial.run(requests, () => {
        if (++turns % 20_000 === 0) world.signInAnew()
      })
      const { byEndpoint } = trial.tally
      // Every endpoint was asked often, in a form that its schemas take, and many were answered.
      expect([...byEndpoint.keys()].sort()).toEqual(everyEndpoint.map(({ name }) => name).sort())
      const few = [...byEndpoint].filter(([, { pairs, valid }]) => pairs < requests / 300 || valid < pairs / 2)
      expect(few).toEqual([])
      const reached = [...byEndpoint].filter(([, { statuses }]) => [...statuses].some((status) => status < 300))
      expect(reached.length).toBeGreaterThan(everyEndpoint.length / 2)
      expect(await itemsOfVictims()).toEqual(before)
      expect(logged.filter((line) => marksIn(line).length > 0)).toEqual([])
    },
    Number.POSITIVE_INFINITY,
  )
})

describe('the trial itself', () => {
  const spoiled =
    (spoil: (received: Received, path: string) => Received): Send =>
    async (sent) =>
      spoil(await connection.send(sent), sent.path)
  const attempt = (send: Send) => trialOf(world, send, seed).run(600)
  const other = () => world.tenants[3]

  it('finds a word of another tenant in an answer', async () => {
    const send = spoiled((received, path) =>
      path.startsWith('/groups/') ? { ...received, text: `${received.text} ${other()?.settingsMark}` } : received,
    )
    await expect(attempt(send)).rejects.toThrow(/Group tells q7f3a1000/)
  })

  it('finds an id of another tenant in a header', async () => {
    const send = spoiled((received, path) =>
      path === '/me'
        ? { ...received, headers: { ...received.headers, 'x-next': `${other()?.ids.get('route')?.[0]}` } }
        : received,
    )
    await expect(attempt(send)).rejects.toThrow(/Me tells 0/)
  })

  it('finds that what is foreign is answered otherwise than what is nowhere', async () => {
    const known = world.tenants.slice(2).flatMap(({ ids }) => ids.get('recording') ?? [])
    const send = spoiled((received, path) =>
      known.some((id) => path.includes(id)) && received.status === 404 ? { ...received, status: 403 } : received,
    )
    await expect(attempt(send)).rejects.toThrow(/differently, as \w+ of .* at params.recordingId/)
  })
})
