import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'

const NOTE = 'engine.json'

type Note = { engine: number; owner: number }

/**
 * Sees to it that one engine alone works in the folder. One whose owner died without closing it is ended; one whose owner
 * lives is left alone.
 *
 * @param engine the process that works in the folder from now on
 * @throws {Error} when another process uses the folder
 */
export async function takeFolder(folder: string, database: string, engine?: number): Promise<void> {
  const note = await readNote(folder)
  if (note && note.engine !== engine && (await isEngineOf(database, note.engine))) {
    if ((await parentOf(note.engine)) === note.owner) {
      throw new Error(
        `The folder ${folder} is in use by process ${note.owner}: stop it first, or choose another folder.`,
      )
    }
    await endProcess(note.engine)
  }
  if (engine !== undefined) {
    await writeFile(join(folder, NOTE), JSON.stringify({ engine, owner: process.pid } satisfies Note))
  }
}

export async function releaseFolder(folder: string): Promise<void> {
  await rm(join(folder, NOTE), { force: true })
}

async function readNote(folder: string): Promise<Note | undefined> {
  try {
    const note: unknown = JSON.parse(await readFile(join(folder, NOTE), 'utf8'))
    if (typeof note !== 'object' || note === null || !('engine' in note) || !('owner' in note)) return undefined
    return typeof note.engine === 'number' && typeof note.owner === 'number'
      ? { engine: note.engine, owner: note.owner }
      : undefined
  } catch {
    return undefined
  }
}

/** A process id alone proves nothing: it may belong to something else by now. */
async function isEngineOf(database: string, pid: number): Promise<boolean> {
  const commandLine = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')
  return commandLine.split('\0').includes(database)
}

async function parentOf(pid: number): Promise<number | undefined> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
  const parent = /^PPid:\s*(\d+)$/m.exec(status)?.[1]
  return parent === undefined ? undefined : Number(parent)
}

async function endProcess(pid: number): Promise<void> {
  try {
    process.kill(pid)
    // Not our child, so nobody tells when it has ended.
    for (;;) {
      process.kill(pid, 0)
      await wait(20)
    }
  } catch {
    // ESRCH: it has ended.
  }
}
