import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { S3Client } from '@aws-sdk/client-s3'
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import { auditMinutes, directory } from '../../functions/adapters/dynamodb/index.ts'
import { auditBlocks } from '../../functions/adapters/s3/index.ts'
import { systemClock } from '../../functions/adapters/system/index.ts'
import type { AuditSeals, Directory } from '../../functions/ports/index.ts'
import { readOperatorAccess } from '../../local/hand-over.ts'

export type Connection = AsyncDisposable & {
  seals: AuditSeals
  directory: Pick<Directory, 'tenants'>
  now: () => string
}

type Place = { tableName: string; bucketName: string; dynamodb: DynamoDBClient; s3: S3Client }

/**
 * Reads with the rights of whoever calls: it is for operators, who may read every tenant.
 * @throws Error in one sentence that says what to do
 */
export async function connect(env: Readonly<Record<string, string | undefined>>, home: string): Promise<Connection> {
  const { TABLE_NAME: tableName, BUCKET_NAME: bucketName } = env
  const place: Place =
    tableName && bucketName
      ? { tableName, bucketName, dynamodb: new DynamoDBClient(), s3: new S3Client() }
      : await onThisMachine(home)
  const clock = systemClock()
  const dynamodb = DynamoDBDocumentClient.from(place.dynamodb)
  const clients = async () => ({ dynamodb, s3: place.s3 })
  return {
    seals: { ...auditMinutes(clients, place.tableName), ...auditBlocks(clients, place.bucketName, clock) },
    directory: directory(clients, place.tableName),
    now: clock.now,
    async [Symbol.asyncDispose]() {
      place.dynamodb.destroy()
      place.s3.destroy()
    },
  }
}

async function onThisMachine(home: string): Promise<Place> {
  const { s3Url, dynamodbUrl, region, tableName, bucketName, operatorKey } = await readOperatorAccess(home)
  const own = { region, credentials: operatorKey }
  return {
    ...{ tableName, bucketName },
    dynamodb: new DynamoDBClient({ ...own, endpoint: dynamodbUrl }),
    s3: new S3Client({ ...own, endpoint: s3Url }),
  }
}
