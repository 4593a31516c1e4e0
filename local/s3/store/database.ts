import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite'
import type { Row } from './rows.ts'
import { SCHEMA, SCHEMA_VERSION } from './schema.ts'

/** The metadata of everything stored. Calls are synchronous, so a transaction can never interleave with another. */
export type Database = {
  run(sql: string, ...values: SQLInputValue[]): { readonly changes: number; readonly lastId: number }
  get(sql: string, ...values: SQLInputValue[]): Row | undefined
  all(sql: string, ...values: SQLInputValue[]): Row[]
  /** All of `work` or none of it is kept. */
  transaction<T>(work: () => T): T
  close(): void
}

/** The state folder cannot be used; the message is one sentence for the person who started the program. */
export class StateFolderError extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, { cause })
    this.name = 'StateFolderError'
  }
}

/**
 * Opens the metadata of a state folder, making both when missing. One process holds it at a time.
 *
 * @throws StateFolderError when the folder is locked, damaged, not writable or of a newer version
 */
export function openDatabase(folder: string): Database {
  try {
    mkdirSync(folder, { recursive: true })
    const connection = new DatabaseSync(join(folder, 'metadata.sqlite'))
    try {
      prepare(connection, folder)
    } catch (error) {
      connection.close()
      throw error
    }
    return wrap(connection)
  } catch (error) {
    throw error instanceof StateFolderError ? error : explain(error, folder)
  }
}

function prepare(connection: DatabaseSync, folder: string): void {
  connection.exec('PRAGMA locking_mode = EXCLUSIVE')
  connection.exec('PRAGMA journal_mode = WAL')
  // A stored object has to outlive a power cut, as its answer promised.
  connection.exec('PRAGMA synchronous = FULL')
  connection.exec('PRAGMA foreign_keys = ON')
  // Takes the exclusive lock now, so that a second process fails at its start and not in the middle.
  connection.exec('BEGIN IMMEDIATE; COMMIT')
  const found = Number(connection.prepare('PRAGMA user_version').get()?.user_version ?? 0)
  if (found > SCHEMA_VERSION) {
    throw new StateFolderError(
      `The S3 state folder ${folder} was written by a newer version of Soundkeep: start that version, or move the folder away to begin afresh.`,
    )
  }
  const check = connection.prepare('PRAGMA quick_check(1)').get()
  if (check?.quick_check !== 'ok') throw damaged(folder)
  if (found === 0) connection.exec(`BEGIN; ${SCHEMA}; PRAGMA user_version = ${SCHEMA_VERSION}; COMMIT`)
}

function explain(error: unknown, folder: string): StateFolderError {
  const { code, errcode } = codesOf(error)
  // The low byte is SQLite's primary result code. https://www.sqlite.org/rescode.html
  const primary = errcode & 0xff
  if (primary === 5 || primary === 6) {
    return new StateFolderError(
      `The S3 state folder ${folder} is in use by another process: stop that one first, or choose another folder.`,
      error,
    )
  }
  if (primary === 11 || primary === 26) return damaged(folder, error)
  const reason = code ?? (error instanceof Error ? error.message : 'unknown error')
  return new StateFolderError(
    `The S3 state folder ${folder} cannot be opened (${reason}): make it a folder that this user may write, or choose another.`,
    error,
  )
}

function damaged(folder: string, cause?: unknown): StateFolderError {
  return new StateFolderError(
    `The S3 state folder ${folder} is damaged: restore it from a copy, or move it away to begin afresh.`,
    cause,
  )
}

function codesOf(error: unknown): { code: string | undefined; errcode: number } {
  if (!(error instanceof Error)) return { code: undefined, errcode: 0 }
  const errcode = 'errcode' in error ? Number(error.errcode) : 0
  const code = 'code' in error && errcode === 0 ? String(error.code) : undefined
  return { code, errcode }
}

function wrap(connection: DatabaseSync): Database {
  const statements = new Map<string, StatementSync>()
  const statement = (sql: string): StatementSync => {
    const known = statements.get(sql)
    if (known !== undefined) return known
    const made = connection.prepare(sql)
    statements.set(sql, made)
    return made
  }
  return {
    run: (sql, ...values) => {
      const result = statement(sql).run(...values)
      return { changes: Number(result.changes), lastId: Number(result.lastInsertRowid) }
    },
    get: (sql, ...values) => statement(sql).get(...values),
    all: (sql, ...values) => statement(sql).all(...values),
    transaction: (work) => {
      connection.exec('BEGIN IMMEDIATE')
      try {
        const result = work()
        connection.exec('COMMIT')
        return result
      } catch (error) {
        connection.exec('ROLLBACK')
        throw error
      }
    },
    close: () => connection.close(),
  }
}
