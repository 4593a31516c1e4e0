import { randomBytes } from 'node:crypto'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'

const keySchema = z.object({ accessKeyId: z.string().min(16), secretAccessKey: z.string().min(32) })

const secretsSchema = z.object({
  /** For people at this machine: the AWS CLI against the local S3. */
  operatorKey: keySchema,
  cursorKeys: z.object({ current: z.string(), keys: z.record(z.string(), z.string()) }),
  recorderSecrets: z.record(z.string(), z.string().min(32)),
})

export type Secrets = z.output<typeof secretsSchema>
export type AccessKey = z.output<typeof keySchema>

export const newKey = (prefix: string): AccessKey => ({
  accessKeyId: `AKIA${prefix}${randomBytes(6).toString('hex').toUpperCase()}`,
  secretAccessKey: randomBytes(30).toString('base64'),
})

/** Writes whole or not at all. @throws Error in one sentence */
export async function writeState(folder: string, name: string, text: string): Promise<void> {
  const path = join(folder, name)
  try {
    await writeFile(`${path}.new`, text, { mode: 0o600 })
    await rename(`${path}.new`, path)
  } catch (error) {
    throw new Error(
      `The file ${path} cannot be written: make room on the disk and check the folder's permissions, or name another folder in SOUNDKEEP_HOME.`,
      { cause: error },
    )
  }
}

async function readState(folder: string, name: string): Promise<string | undefined> {
  try {
    return await readFile(join(folder, name), 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw new Error(
      `The state folder ${folder} cannot be read: check its permissions, or name another in SOUNDKEEP_HOME.`,
    )
  }
}

/** Makes the state folder where it is missing. @throws Error in one sentence */
export async function openStateFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 })
  } catch {
    throw new Error(`The state folder ${folder} cannot be made: name one that you may write to in SOUNDKEEP_HOME.`)
  }
}

/**
 * The secrets of this machine's cloud, made at the first start.
 * @throws Error in one sentence for a file that is damaged
 */
export async function loadSecrets(folder: string, recorders: readonly string[]): Promise<Secrets> {
  const text = await readState(folder, 'secrets.json')
  let secrets: Secrets
  if (text === undefined) {
    secrets = {
      operatorKey: newKey('OP'),
      cursorKeys: { current: 'k1', keys: { k1: randomBytes(32).toString('base64') } },
      recorderSecrets: {},
    }
  } else {
    try {
      secrets = secretsSchema.parse(JSON.parse(text))
    } catch {
      throw new Error(
        `The state folder is damaged: ${join(folder, 'secrets.json')} is not what was written. Restore it, or move the folder ${folder} away to start anew.`,
      )
    }
  }
  const missing = recorders.filter((recorder) => !(recorder in secrets.recorderSecrets))
  if (text === undefined || missing.length > 0) {
    for (const recorder of missing) secrets.recorderSecrets[recorder] = randomBytes(32).toString('base64url')
    await writeState(folder, 'secrets.json', JSON.stringify(secrets, null, 2))
  }
  return secrets
}

/** Whether a step of the first start was finished. */
export async function isDone(folder: string, step: string): Promise<boolean> {
  return (await readState(folder, `${step}.done`)) !== undefined
}

export async function markDone(folder: string, step: string): Promise<void> {
  await writeState(folder, `${step}.done`, `${new Date().toISOString()}\n`)
}
