import type { EventBridgeS3Event } from '../events/event.ts'
import type { Database } from './database.ts'
import { numberOf, textOf } from './rows.ts'

/** An event that is still to be delivered. */
export type OutboxEntry = { readonly id: number; readonly event: EventBridgeS3Event }

/** Notes an event in the transaction of the change that it tells of. */
export function addToOutbox(database: Database, event: EventBridgeS3Event): void {
  database.run('INSERT INTO outbox (event) VALUES (?)', JSON.stringify(event))
}

export function firstOfOutbox(database: Database): OutboxEntry | undefined {
  const row = database.get('SELECT id, event FROM outbox ORDER BY id LIMIT 1')
  if (row === undefined) return undefined
  // Only addToOutbox writes this column.
  return { id: numberOf(row, 'id'), event: JSON.parse(textOf(row, 'event')) as EventBridgeS3Event }
}

export function removeFromOutbox(database: Database, id: number): void {
  database.run('DELETE FROM outbox WHERE id = ?', id)
}
