import { UpdateCommand } from '@aws-sdk/lib-dynamodb'
import type { AuditEntry, Instant, TenantId } from '../../model/index.ts'
import { canonicalJson, sha256Of } from '../system/index.ts'
import { auditItem } from './audit-item.ts'
import type { Table } from './read.ts'

/** As long as a ULID, and none: those begin with a digit. */
const countedId = (what: string) => `c${sha256Of(what).slice(0, 25)}`

/**
 * Adds one to the entry of the minute, which the first of the requests makes: it names that one. Where the network loses
 * an answer the SDK asks again, and one request may count twice.
 */
export async function countEntry(
  { dynamodb, tableName }: Table,
  tenantId: TenantId,
  entry: AuditEntry,
  now: Instant,
): Promise<void> {
  const { personId, action, objects, outcome, reason, sourceAddress } = entry
  const fields = [...entry.fields].sort()
  const same = { personId, action, objects, fields, outcome, reason, sourceAddress }
  const minute = `${now.slice(0, 16)}:00.000Z`
  const { PK, SK, count: _, ...first } = auditItem(tenantId, entry, minute, countedId(canonicalJson(same)))
  const attributes = Object.entries(first)
  await dynamodb.send(
    new UpdateCommand({
      TableName: tableName,
      Key: { PK, SK },
      UpdateExpression: `SET ${attributes.map((_, at) => `#a${at} = if_not_exists(#a${at}, :a${at})`).join(', ')} ADD #count :one`,
      ExpressionAttributeNames: {
        '#count': 'count',
        ...Object.fromEntries(attributes.map(([name], at) => [`#a${at}`, name])),
      },
      ExpressionAttributeValues: {
        ':one': 1,
        ...Object.fromEntries(attributes.map(([, value], at) => [`:a${at}`, value])),
      },
    }),
  )
}
