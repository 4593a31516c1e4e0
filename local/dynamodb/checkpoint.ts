import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'

const checkpointSchema = z.object({
  streamArn: z.string(),
  /** By shard, the last record that was dealt with; `isFinished` once a closed shard has no more. */
  shards: z.record(z.string(), z.object({ sequenceNumber: z.string().optional(), isFinished: z.boolean().optional() })),
})

type Checkpoint = z.output<typeof checkpointSchema>
export type ShardPosition = Checkpoint['shards'][string]

export type CheckpointFile = {
  positionOf(shardId: string): ShardPosition
  save(shardId: string, position: ShardPosition): Promise<void>
  /** Forgets shards that the stream no longer has. */
  keepOnly(shardIds: ReadonlySet<string>): void
}

/**
 * The place in a stream that was reached, kept in a file. A place in another stream of the same table, deleted since, is
 * forgotten.
 *
 * @throws {Error} one sentence when the file is there and cannot be read
 */
export async function openCheckpoint(folder: string, name: string, streamArn: string): Promise<CheckpointFile> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const file = join(folder, `${name}.checkpoint.json`)
  const stored = await readCheckpoint(file)
  const checkpoint: Checkpoint = stored?.streamArn === streamArn ? stored : { streamArn, shards: {} }
  let saving = Promise.resolve()
  return {
    positionOf: (shardId) => checkpoint.shards[shardId] ?? {},
    save(shardId, position) {
      checkpoint.shards[shardId] = position
      // One after another, so that an older state never overtakes a newer one.
      saving = saving.catch(() => {}).then(() => replaceFile(file, JSON.stringify(checkpoint)))
      return saving
    },
    keepOnly(shardIds) {
      for (const shardId of Object.keys(checkpoint.shards)) {
        if (!shardIds.has(shardId)) delete checkpoint.shards[shardId]
      }
    },
  }
}

async function readCheckpoint(file: string): Promise<Checkpoint | undefined> {
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw new Error(`The file ${file} cannot be read: give this user the right to read it.`, { cause: error })
  }
  try {
    return checkpointSchema.parse(JSON.parse(text))
  } catch (error) {
    throw new Error(`The file ${file} is damaged: delete it, and the stream is read again from its start.`, {
      cause: error,
    })
  }
}

async function replaceFile(file: string, text: string): Promise<void> {
  await writeFile(`${file}.new`, text)
  await rename(`${file}.new`, file)
}
