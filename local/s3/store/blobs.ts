import { randomBytes } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { type FileHandle, mkdir, open, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { StateFolderError } from './database.ts'

/** The bytes of objects, as files under names of our own: no part of a key ever becomes a path. */
export type Blobs = {
  /** A new file to write; nothing of it stays unless `keep` resolves. */
  create(): Promise<IncomingBlob>
  /** Bytes first to last, both included. The file cannot vanish while the stream is open. */
  read(blob: string, firstByte: number, lastByte: number): Readable
  /** Deletes a file, once nobody reads it any more. */
  remove(blob: string): Promise<void>
}

export type IncomingBlob = {
  readonly blob: string
  write(piece: Buffer): Promise<void>
  /** Puts the bytes on disk for good; after this the metadata may name them. */
  keep(): Promise<void>
  discard(): Promise<void>
}

/**
 * Opens the files of a state folder, and first sweeps up what a crash left: half-written files, and whole ones that no
 * metadata names (the file is written before its row and deleted after it).
 */
export async function openBlobs(folder: string, isNamed: (blob: string) => boolean): Promise<Blobs> {
  const incoming = join(folder, 'incoming')
  const kept = join(folder, 'blobs')
  try {
    await rm(incoming, { recursive: true, force: true })
    await mkdir(incoming, { recursive: true })
    await mkdir(kept, { recursive: true })
    await sweep(kept, isNamed)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error'
    throw new StateFolderError(
      `The S3 state folder ${folder} cannot be used (${code}): make it a folder that this user may write, or choose another.`,
      error,
    )
  }
  const readers = new Map<string, number>()
  const doomed = new Set<string>()
  const pathOf = (blob: string): string => join(kept, blob.slice(0, 2), blob)
  const unlink = (blob: string): Promise<void> => rm(pathOf(blob), { force: true })

  return {
    create: async () => {
      const blob = randomBytes(16).toString('hex')
      const path = join(incoming, blob)
      const file = await open(path, 'wx')
      return {
        blob,
        write: (piece) => writeWhole(file, piece),
        keep: async () => {
          await file.sync()
          await file.close()
          await mkdir(join(kept, blob.slice(0, 2)), { recursive: true })
          await rename(path, pathOf(blob))
          await syncFolder(join(kept, blob.slice(0, 2)))
        },
        discard: async () => {
          await file.close().catch(() => undefined)
          await rm(path, { force: true })
          await unlink(blob)
        },
      }
    },
    read: (blob, firstByte, lastByte) => {
      readers.set(blob, (readers.get(blob) ?? 0) + 1)
      const stream = createReadStream(pathOf(blob), { start: firstByte, end: lastByte, highWaterMark: 256 * 1024 })
      stream.once('close', () => {
        const left = (readers.get(blob) ?? 1) - 1
        if (left > 0) {
          readers.set(blob, left)
          return
        }
        readers.delete(blob)
        if (doomed.delete(blob)) void unlink(blob).catch(() => undefined)
      })
      return stream
    },
    remove: async (blob) => {
      if (readers.has(blob)) doomed.add(blob)
      else await unlink(blob)
    },
  }
}

async function writeWhole(file: FileHandle, piece: Buffer): Promise<void> {
  let offset = 0
  while (offset < piece.length) {
    const { bytesWritten } = await file.write(piece, offset)
    offset += bytesWritten
  }
}

/** The new name is part of the folder, which has to reach the disk as well. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}

async function sweep(kept: string, isNamed: (blob: string) => boolean): Promise<void> {
  for (const shelf of await readdir(kept)) {
    for (const blob of await readdir(join(kept, shelf))) {
      if (!isNamed(blob)) await rm(join(kept, shelf, blob), { force: true })
    }
  }
}
