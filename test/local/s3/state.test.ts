import { closeSync, mkdirSync, openSync, readdirSync, rmSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type LocalS3Options, StateFolderError, startS3 } from '../../../local/s3/index.ts'
import { givenS3, PLAIN, RECORDINGS, temporaryFolder } from './given.ts'

let folder: string
beforeEach(() => {
  folder = temporaryFolder()
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** Starts and stops, leaving the state behind. */
async function once(
  work: (given: Awaited<ReturnType<typeof givenS3>>) => Promise<void> = async () => {},
): Promise<void> {
  const given = await givenS3({ folder })
  await work(given)
  given.client.destroy()
  await given.s3.close()
}

async function read(client: Awaited<ReturnType<typeof givenS3>>['client'], Key: string) {
  return await (await client.send(new GetObjectCommand({ Bucket: RECORDINGS, Key }))).Body?.transformToString()
}

async function refusal(): Promise<string> {
  const error = await givenS3({ folder }).then(
    async (given) => given.close(),
    (reason: unknown) => reason,
  )
  expect(error).toBeInstanceOf(StateFolderError)
  return error instanceof Error ? error.message : ''
}

describe('a second start', () => {
  it('finds everything again', async () => {
    await once(async ({ client }) => {
      await client.send(new PutObjectCommand({ Bucket: RECORDINGS, Key: 'kept', Body: 'words' }))
    })
    await once(async ({ client }) => expect(await read(client, 'kept')).toBe('words'))
  })

  it('sweeps up half-written files and files that nothing names', async () => {
    await once(async ({ client }) => {
      await client.send(new PutObjectCommand({ Bucket: RECORDINGS, Key: 'kept', Body: 'words' }))
    })
    const stray = join(folder, 'blobs', 'ff')
    mkdirSync(stray, { recursive: true })
    writeFileSync(join(stray, 'ff00'), 'whole, but its row was never written')
    writeFileSync(join(folder, 'incoming', 'half'), 'half')
    await once(async ({ client }) => {
      expect(readdirSync(stray)).not.toContain('ff00')
      expect(readdirSync(join(folder, 'incoming'))).toEqual([])
      expect(await read(client, 'kept')).toBe('words')
    })
  })
})

describe('a state folder that cannot be used is named in one sentence', () => {
  it('when another process has it', async () => {
    const given = await givenS3({ folder })
    expect(await refusal()).toBe(
      `The S3 state folder ${folder} is in use by another process: stop that one first, or choose another folder.`,
    )
    await given.close()
  })

  it('when its metadata is no database', async () => {
    writeFileSync(join(folder, 'metadata.sqlite'), 'not a database, but long enough to be looked at'.repeat(100))
    expect(await refusal()).toContain(`${folder} is damaged`)
  })

  it('when its metadata is damaged in the middle', async () => {
    await once()
    const file = openSync(join(folder, 'metadata.sqlite'), 'r+')
    writeSync(file, Buffer.alloc(3 * 4096, 0xff), 0, 3 * 4096, 4096)
    closeSync(file)
    expect(await refusal()).toContain(`${folder} is damaged`)
  })

  it('when it is a file', async () => {
    rmSync(folder, { recursive: true })
    writeFileSync(folder, '')
    expect(await refusal()).toContain('make it a folder that this user may write')
  })

  it('when a newer version wrote it', async () => {
    await once()
    const database = new DatabaseSync(join(folder, 'metadata.sqlite'))
    database.exec('PRAGMA user_version = 99')
    database.close()
    expect(await refusal()).toContain('newer version')
  })
})

describe('a port that is taken', () => {
  it('is told by its code, and the folder is free again', async () => {
    const given = await givenS3()
    const options: LocalS3Options = {
      host: '127.0.0.1',
      port: given.s3.port,
      folder,
      buckets: [{ name: PLAIN, versioned: false, objectLock: false }],
      credentials: async () => undefined,
      authorize: () => 'allow',
    }
    await expect(startS3(options)).rejects.toMatchObject({ code: 'EADDRINUSE' })
    const other = await startS3({ ...options, port: 0 })
    await other.close()
    await given.close()
  })
})
