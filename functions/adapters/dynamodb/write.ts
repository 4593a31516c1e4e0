import { randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { TransactionCanceledException } from '@aws-sdk/client-dynamodb'
import { TransactWriteCommand, type TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb'
import type { Item } from './item.ts'
import type { Key } from './keys.ts'
import type { Table } from './read.ts'

export type Condition = { expression: string; values?: Record<string, unknown> }

export type Write =
  | { put: Item; when?: Condition }
  | { delete: Key; when?: Condition }
  | { check: Key; when: Condition }

export const isAbsent: Condition = { expression: 'attribute_not_exists(PK)' }

/** Items written before they had versions have none, and are read as the first. */
export function isOfVersion(version: number): Condition {
  const isSame: Condition = { expression: 'version = :version', values: { ':version': version } }
  if (version !== 1) return isSame
  return { ...isSame, expression: '(attribute_exists(PK) AND attribute_not_exists(version)) OR version = :version' }
}

/** @returns a condition that holds when one of two does; they must not share names of values */
export function either(one: Condition, other: Condition): Condition {
  return { expression: `${one.expression} OR ${other.expression}`, values: { ...one.values, ...other.values } }
}

/**
 * `refused`: a condition did not hold. `contended`: other transactions kept touching the same items.
 */
export type Outcome = 'written' | 'refused' | 'contended'

// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html
const MAX_WRITES = 100
const MAX_ATTEMPTS = 5
const passing = new Set(['TransactionConflict', 'ThrottlingError', 'ProvisionedThroughputExceeded'])

/**
 * Writes all or nothing. The SDK retries what the network loses, safely by the request token; it does not retry a
 * transaction that met another one, which is done here.
 */
export async function commit({ dynamodb, tableName }: Table, writes: readonly Write[]): Promise<Outcome> {
  if (writes.length > MAX_WRITES) {
    throw new Error(`${writes.length} items are too many for one write: send at most 30 media files at once`)
  }
  const items = writes.map((write) => transactItem(tableName, write))
  for (let attempt = 1; ; attempt++) {
    try {
      await dynamodb.send(new TransactWriteCommand({ TransactItems: items, ClientRequestToken: randomUUID() }))
      return 'written'
    } catch (error) {
      const codes = cancellationCodes(error)
      if (codes.includes('ConditionalCheckFailed')) return 'refused'
      if (codes.length === 0 || !codes.every((code) => passing.has(code))) throw error
      if (attempt === MAX_ATTEMPTS) {
        if (codes.includes('TransactionConflict')) return 'contended'
        throw error
      }
    }
    await wait(10 * 2 ** attempt * (1 + Math.random()))
  }
}

function cancellationCodes(error: unknown): string[] {
  if (!(error instanceof TransactionCanceledException)) return []
  const codes = (error.CancellationReasons ?? []).map(({ Code }) => Code ?? 'None')
  return codes.filter((code) => code !== 'None')
}

type TransactItem = NonNullable<TransactWriteCommandInput['TransactItems']>[number]

function transactItem(tableName: string, write: Write): TransactItem {
  const place = {
    TableName: tableName,
    ...(write.when && {
      ConditionExpression: write.when.expression,
      ...(write.when.values && { ExpressionAttributeValues: write.when.values }),
    }),
  }
  if ('put' in write) return { Put: { ...place, Item: write.put } }
  if ('delete' in write) return { Delete: { ...place, Key: write.delete } }
  return { ConditionCheck: { ...place, Key: write.check, ConditionExpression: write.when.expression } }
}
