import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { CreateTableCommand, DescribeTableCommand, DescribeTimeToLiveCommand } from '@aws-sdk/client-dynamodb'
import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb'
import { describe, expect, it } from 'vitest'
import { soundkeepTable } from '../../../functions/adapters/dynamodb/index.ts'
import { ensureTable, loadItems, startDynamoDb } from '../../../local/dynamodb/index.ts'
import { clientOf, documentsOf, givenEngine, givenFolder, until } from './given.ts'

const host = '127.0.0.1'
const tableName = 'Soundkeep'
const Key = { PK: 'T#t#R#r', SK: 'REC' }
const enginePid = async (folder: string): Promise<number> =>
  JSON.parse(await readFile(join(folder, 'engine.json'), 'utf8')).engine

const isRunning = (pid: number) => {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

describe('the engine', () => {
  it('keeps what was written when it is closed and started again', async () => {
    await using folder = await givenFolder()
    await using first = await givenEngine({ host, port: 0, folder: folder.path })
    await ensureTable(clientOf(first.url), tableName, soundkeepTable)
    await documentsOf(first.url).send(new PutCommand({ TableName: tableName, Item: { ...Key, from: 'Ann' } }))
    const pid = await enginePid(folder.path)
    await first.close()
    expect(isRunning(pid)).toBe(false)
    await using second = await givenEngine({ host, port: 0, folder: folder.path })
    await ensureTable(clientOf(second.url), tableName, soundkeepTable)
    const { Item } = await documentsOf(second.url).send(new GetCommand({ TableName: tableName, Key }))
    expect(Item).toEqual({ ...Key, from: 'Ann' })
    await second.close()
  })

  it('that ends by itself is noticed, one that is closed is not', async () => {
    await using folder = await givenFolder()
    const ends: string[] = []
    const onExit = (error: Error) => ends.push(error.message)
    await using killed = await givenEngine({ host, port: 0, folder: folder.path, onExit })
    process.kill(await enginePid(folder.path), 'SIGKILL')
    await until(() => ends.length > 0)
    expect(ends).toEqual([expect.stringContaining('SIGKILL')])
    await killed.close()
    await using closed = await givenEngine({ host, port: 0, folder: folder.path, onExit })
    await closed.close()
    expect(ends).toHaveLength(1)
  })

  it('tells of a taken port', async () => {
    await using folder = await givenFolder()
    const other = createServer().listen(0, host)
    await once(other, 'listening')
    const { port } = other.address() as AddressInfo
    const starting = startDynamoDb({ host, port, folder: folder.path })
    await expect(starting).rejects.toThrow(`Port ${port} of 127.0.0.1 is taken`)
    other.close()
  })

  it('tells of data that it cannot read', async () => {
    await using folder = await givenFolder()
    const database = join(folder.path, 'dynamodb.sqlite')
    await writeFile(database, 'this was a database once'.repeat(100))
    const starting = startDynamoDb({ host, port: 0, folder: folder.path })
    await expect(starting).rejects.toThrow(`The data in ${database} cannot be read`)
  })

  it('tells of a folder that is none', async () => {
    await using folder = await givenFolder()
    const file = join(folder.path, 'file')
    await writeFile(file, '')
    await expect(startDynamoDb({ host, port: 0, folder: join(file, 'state') })).rejects.toThrow('choose another one')
  })

  it('leaves a folder alone that is in use, and says by whom', async () => {
    await using folder = await givenFolder()
    await using first = await givenEngine({ host, port: 0, folder: folder.path })
    const second = startDynamoDb({ host, port: 0, folder: folder.path })
    await expect(second).rejects.toThrow(`in use by process ${process.pid}`)
    await ensureTable(clientOf(first.url), tableName, soundkeepTable)
    await first.close()
  })

  it('takes over from one that its owner left behind', async () => {
    await using folder = await givenFolder()
    // An owner that is killed cannot close its engine.
    const script = `
      import { startDynamoDb } from ${JSON.stringify(new URL('../../../local/dynamodb/index.ts', import.meta.url).href)}
      await startDynamoDb({ host: '127.0.0.1', port: 0, folder: ${JSON.stringify(folder.path)} })
      process.stdout.write('started')`
    const owner = spawn(process.execPath, ['--input-type=module', '--eval', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    await once(owner.stdout, 'data')
    const left = await enginePid(folder.path)
    owner.kill('SIGKILL')
    await once(owner, 'exit')
    expect(isRunning(left)).toBe(true)
    await using engine = await givenEngine({ host, port: 0, folder: folder.path })
    expect(isRunning(left)).toBe(false)
    await ensureTable(clientOf(engine.url), tableName, soundkeepTable)
  })

  it('goes with an owner that ends without closing it', async () => {
    await using folder = await givenFolder()
    const script = `
      import { startDynamoDb } from ${JSON.stringify(new URL('../../../local/dynamodb/index.ts', import.meta.url).href)}
      await startDynamoDb({ host: '127.0.0.1', port: 0, folder: ${JSON.stringify(folder.path)} })
      throw new Error('something else failed')`
    const owner = spawn(process.execPath, ['--input-type=module', '--eval', script], { stdio: 'ignore' })
    await once(owner, 'exit')
    const left = await enginePid(folder.path)
    await until(() => !isRunning(left))
  })
})

describe('the engine’s stream', () => {
  it('does not slow writes down as it grows, and forgets what is older than a day', async () => {
    await using folder = await givenFolder()
    await using engine = await givenEngine({ host, port: 0, folder: folder.path })
    await ensureTable(clientOf(engine.url), tableName, soundkeepTable)
    const put = (url: string, SK: string) =>
      documentsOf(url).send(new PutCommand({ TableName: tableName, Item: { ...Key, SK } }))
    for (const SK of ['1', '2', '3']) await put(engine.url, SK)
    await engine.close()
    const database = () => new DatabaseSync(join(folder.path, 'dynamodb.sqlite'))
    const before = database()
    before.exec("UPDATE _stream_records SET created_at = created_at - 100000 WHERE sequence_number <> '3'")
    before.close()

    await using again = await givenEngine({ host, port: 0, folder: folder.path })
    await put(again.url, '4')
    await again.close()
    const after = database()
    const numbers = after.prepare('SELECT sequence_number AS number FROM _stream_records ORDER BY id').all()
    expect(numbers.map(({ number }) => number)).toEqual(['3', '4'])
    // The look-up that the engine makes for each record that it writes.
    const plan = after
      .prepare(
        'EXPLAIN QUERY PLAN SELECT MAX(CAST(sequence_number AS INTEGER)) FROM _stream_records WHERE table_name = 1',
      )
      .all()
    expect(plan.map(({ detail }) => detail)).toEqual([
      expect.stringMatching(/^SEARCH .* INDEX soundkeep_stream_records/),
    ])
    after.close()
  })
})

describe('a DynamoDB that runs already', () => {
  it('is used as it is, and left running', async () => {
    await using folder = await givenFolder()
    await using own = await givenEngine({ host, port: 0, folder: folder.path })
    await using joined = await givenEngine({ host, port: 1, folder: '/nowhere', url: own.url })
    expect(joined).toMatchObject({ url: own.url, port: own.port })
    await joined.close()
    await ensureTable(clientOf(own.url), tableName, soundkeepTable)
    await own.close()
  })

  it('that does not answer is told of', async () => {
    const starting = startDynamoDb({ host, port: 0, folder: '/nowhere', url: 'http://127.0.0.1:9' })
    await expect(starting).rejects.toThrow('No DynamoDB answers at http://127.0.0.1:9')
    const nonsense = startDynamoDb({ host, port: 0, folder: '/nowhere', url: 'localhost' })
    await expect(nonsense).rejects.toThrow('DYNAMODB_URL is not a URL')
  })
})

describe('the table', () => {
  it('is made with its indexes, stream and time to live, once', async () => {
    await using folder = await givenFolder()
    await using engine = await givenEngine({ host, port: 0, folder: folder.path })
    const client = clientOf(engine.url)
    await Promise.all([1, 2, 3].map(() => ensureTable(client, tableName, soundkeepTable)))
    await ensureTable(client, tableName, soundkeepTable)
    const { Table } = await client.send(new DescribeTableCommand({ TableName: tableName }))
    expect(Table).toMatchObject({
      TableStatus: 'ACTIVE',
      StreamSpecification: { StreamEnabled: true, StreamViewType: 'KEYS_ONLY' },
      GlobalSecondaryIndexes: [{ IndexName: 'byTime' }, { IndexName: 'byRoute' }, { IndexName: 'byAgent' }],
    })
    const { TimeToLiveDescription } = await client.send(new DescribeTimeToLiveCommand({ TableName: tableName }))
    expect(TimeToLiveDescription?.AttributeName).toBe('expiresAt')
  })

  it('of another version is refused in one sentence that says how it differs', async () => {
    await using folder = await givenFolder()
    await using engine = await givenEngine({ host, port: 0, folder: folder.path })
    const client = clientOf(engine.url)
    await client.send(
      new CreateTableCommand({
        TableName: tableName,
        BillingMode: 'PAY_PER_REQUEST',
        KeySchema: [{ AttributeName: 'PK', KeyType: 'HASH' }],
        AttributeDefinitions: [{ AttributeName: 'PK', AttributeType: 'S' }],
      }),
    )
    await expect(ensureTable(client, tableName, soundkeepTable)).rejects.toThrow(
      /its keys differ; its stream is none, not KEYS_ONLY; the index byTime is not there.*empty state folder/,
    )
  })

  it('can be loaded into an empty folder before the engine starts, and only there', async () => {
    await using folder = await givenFolder()
    await loadItems(folder.path, tableName, soundkeepTable, [
      { ...Key, bytes: new Uint8Array([1]), n: 2, list: [null] },
    ])
    await expect(loadItems(folder.path, tableName, soundkeepTable, [])).rejects.toThrow('There is data')
    await using engine = await givenEngine({ host, port: 0, folder: folder.path })
    await ensureTable(clientOf(engine.url), tableName, soundkeepTable)
    const { Item } = await documentsOf(engine.url).send(new GetCommand({ TableName: tableName, Key }))
    expect(Item).toEqual({ ...Key, bytes: new Uint8Array([1]), n: 2, list: [null] })
  })
})
