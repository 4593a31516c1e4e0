import { type Clients, clientsIn } from './clients.ts'
import { openDatabase } from './database.ts'
import { type Mails, mailsIn } from './mails.ts'
import { type Users, usersIn } from './users.ts'

/** People, recorders' clients and sent mails, in one SQLite file. */
export type UserPool = {
  readonly users: Users
  readonly clients: Clients
  readonly mails: Mails
  /** Does the step once in the life of the pool, so that what was removed since does not come back with the next start. */
  seedOnce(name: string, step: () => void): void
  close(): void
}

/**
 * Opens the pool of a state folder, which is made where it is missing. Another process may have it open too.
 *
 * @throws Error whose message says what to do when the file is damaged
 */
export function openUserPool(stateFolder: string, now: () => Date = () => new Date()): UserPool {
  const database = openDatabase(stateFolder)
  const note = database.prepare('INSERT INTO seeded (name) VALUES (?) ON CONFLICT DO NOTHING')
  return {
    users: usersIn(database, now),
    clients: clientsIn(database, now),
    mails: mailsIn(database, now),
    seedOnce(name, step) {
      database.exec('BEGIN IMMEDIATE')
      try {
        if (note.run(name).changes === 1) step()
        database.exec('COMMIT')
      } catch (error) {
        database.exec('ROLLBACK')
        throw error
      }
    },
    close: () => database.close(),
  }
}
