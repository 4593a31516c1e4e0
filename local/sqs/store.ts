import { randomUUID } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { z } from 'zod'

export type QueueOptions = {
  readonly name: string
  readonly visibilitySeconds: number
  /** Where messages go that were received that often. */
  readonly redrive?: { readonly deadLetters: string; readonly maxReceives: number }
}

export type Message = {
  readonly id: string
  readonly body: string
  /** Of this receiving; a later one makes another. */
  readonly receipt: string
  readonly receives: number
  readonly sentMs: number
  readonly firstReceivedMs: number
}

export type QueueCounts = { visible: number; notVisible: number }

/** Queues as SQS has them (standard ones, without an order), kept in one file. Every call is one transaction. */
export type QueueStore = {
  readonly queues: ReadonlyMap<string, QueueOptions>
  send(queue: string, body: string, delaySeconds?: number): string
  /** At most `most` messages that nobody else has; they stay hidden for the queue's visibility unless told. */
  receive(queue: string, most: number, visibilitySeconds?: number): Message[]
  /** Only by the receipt of its last receiving, as with SQS; any other does nothing. */
  remove(queue: string, receipt: string): void
  /** @returns false for a message that nobody has received */
  hide(queue: string, receipt: string, seconds: number): boolean
  count(queue: string): QueueCounts
  /** When the next message can be received; undefined without one. */
  nextVisibleMs(queue: string): number | undefined
  /** Calls back after every change that can make messages visible. */
  onChange(listener: () => void): () => void
  close(): void
}

const schema = `
  CREATE TABLE IF NOT EXISTS message (
    id TEXT PRIMARY KEY,
    queue TEXT NOT NULL,
    body TEXT NOT NULL,
    sentMs INTEGER NOT NULL,
    visibleMs INTEGER NOT NULL,
    receives INTEGER NOT NULL DEFAULT 0,
    firstReceivedMs INTEGER,
    receipt TEXT UNIQUE
  ) STRICT;
  CREATE INDEX IF NOT EXISTS visible ON message (queue, visibleMs);
`

const rowSchema = z.object({
  ...{ id: z.string(), body: z.string(), receives: z.number(), sentMs: z.number() },
  firstReceivedMs: z.number().nullable(),
})

/** Whoever had messages when the program ended has them no more: opening makes all of them visible. */
export function openQueueStore(folder: string, options: readonly QueueOptions[], now: () => number): QueueStore {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const database = new DatabaseSync(join(folder, 'queues.sqlite'))
  database.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL')
  database.exec(schema)
  database.prepare('UPDATE message SET visibleMs = ?').run(now())
  const queues = new Map(options.map((queue) => [queue.name, queue]))
  const listeners = new Set<() => void>()
  const tell = () => {
    for (const listener of listeners) listener()
  }
  const statements = {
    insert: database.prepare('INSERT INTO message (id, queue, body, sentMs, visibleMs) VALUES (?, ?, ?, ?, ?)'),
    visible: database.prepare(
      `SELECT id, body, receives, sentMs, firstReceivedMs FROM message
       WHERE queue = ? AND visibleMs <= ? ORDER BY visibleMs, rowid LIMIT 1`,
    ),
    take: database.prepare(
      'UPDATE message SET receives = ?, firstReceivedMs = ?, receipt = ?, visibleMs = ? WHERE id = ?',
    ),
    move: database.prepare('UPDATE message SET queue = ?, receives = 0, receipt = NULL, visibleMs = ? WHERE id = ?'),
    remove: database.prepare('DELETE FROM message WHERE queue = ? AND receipt = ?'),
    hide: database.prepare('UPDATE message SET visibleMs = ? WHERE queue = ? AND receipt = ? AND visibleMs > ?'),
    count: database.prepare('SELECT count(*) AS n FROM message WHERE queue = ? AND (visibleMs <= ?) = ?'),
    next: database.prepare('SELECT min(visibleMs) AS at FROM message WHERE queue = ?'),
  }

  function takeNext(queue: QueueOptions, visibilitySeconds: number): Message | 'moved' | undefined {
    const atMs = now()
    const row = statements.visible.get(queue.name, atMs)
    if (row === undefined) return undefined
    const { id, body, receives: before, sentMs, firstReceivedMs } = rowSchema.parse(row)
    if (queue.redrive && before >= queue.redrive.maxReceives) {
      statements.move.run(queue.redrive.deadLetters, atMs, id)
      return 'moved'
    }
    const taken = { receives: before + 1, firstReceivedMs: firstReceivedMs ?? atMs, receipt: randomUUID() }
    statements.take.run(taken.receives, taken.firstReceivedMs, taken.receipt, atMs + visibilitySeconds * 1000, id)
    return { id, body, sentMs, ...taken }
  }

  const known = (name: string): QueueOptions => {
    const queue = queues.get(name)
    if (!queue) throw new Error(`there is no queue ${name}`)
    return queue
  }

  return {
    queues,
    send(queue, body, delaySeconds = 0) {
      const id = randomUUID()
      statements.insert.run(id, known(queue).name, body, now(), now() + delaySeconds * 1000)
      tell()
      return id
    },
    receive(name, most, visibilitySeconds) {
      const queue = known(name)
      const found: Message[] = []
      database.exec('BEGIN IMMEDIATE')
      try {
        while (found.length < most) {
          const next = takeNext(queue, visibilitySeconds ?? queue.visibilitySeconds)
          if (next === undefined) break
          if (next !== 'moved') found.push(next)
        }
        database.exec('COMMIT')
      } catch (error) {
        database.exec('ROLLBACK')
        throw error
      }
      return found
    },
    remove: (queue, receipt) => void statements.remove.run(queue, receipt),
    hide(queue, receipt, seconds) {
      const { changes } = statements.hide.run(now() + seconds * 1000, queue, receipt, now())
      tell()
      return changes > 0
    },
    count(queue) {
      const of = (isVisible: number) =>
        z.object({ n: z.number() }).parse(statements.count.get(queue, now(), isVisible)).n
      return { visible: of(1), notVisible: of(0) }
    },
    nextVisibleMs: (queue) => z.object({ at: z.number().nullable() }).parse(statements.next.get(queue)).at ?? undefined,
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    close: () => database.close(),
  }
}
