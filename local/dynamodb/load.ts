import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { gzipSync } from 'node:zlib'
import { marshall } from '@aws-sdk/util-dynamodb'
import type { TableDescription } from '../../functions/adapters/dynamodb/index.ts'
import { databaseIn, engineBinary } from './binary.ts'
import { createTableInput } from './ensure-table.ts'

/**
 * Fills a folder, in which no engine has worked yet, with a table and its items: 10,000 in half a second, where writing
 * them one by one takes half a minute. Nothing of it goes through the stream. For benchmarks and tests.
 *
 * @throws {Error} when the folder has data already, or an item does not fit the table
 */
export async function loadItems(
  folder: string,
  tableName: string,
  description: TableDescription,
  items: Iterable<Record<string, unknown>>,
): Promise<void> {
  const database = databaseIn(folder)
  if (await exists(database)) throw new Error(`There is data in ${folder} already: load items into an empty folder.`)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const source = await mkdtemp(join(folder, 'load-'))
  try {
    const data = join(source, tableName, 'data')
    await mkdir(data, { recursive: true })
    const lines = Array.from(items, (item) => JSON.stringify({ Item: marshall(item) }, binaryInBase64))
    await writeFile(join(data, 'items.json.gz'), gzipSync(lines.join('\n')))
    const schema = join(source, 'schema.json')
    await writeFile(schema, JSON.stringify([{ Table: createTableInput(tableName, description) }]))
    const run = promisify(execFile)
    const { stdout, stderr } = await run(engineBinary(), [
      ...['import', '--source', source, '--schema', schema, '--output', database],
    ])
    // It leaves out lines that it does not understand, and says no more than how many it took.
    const loaded = Number(/^\s*Items:\s*(\d+)/m.exec(stdout + stderr)?.[1] ?? 0)
    if (loaded !== lines.length) throw new Error(`Of ${lines.length} items ${loaded} could be loaded.`)
  } finally {
    await rm(source, { recursive: true })
  }
}

const binaryInBase64 = (_name: string, value: unknown) =>
  value instanceof Uint8Array ? Buffer.from(value).toString('base64') : value

const exists = (file: string) =>
  stat(file).then(
    () => true,
    () => false,
  )
