import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams'
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import { type DynamoDbOptions, type LocalDynamoDb, startDynamoDb } from '../../../local/dynamodb/index.ts'

/** A folder that is removed at the end of its block. */
export async function givenFolder(): Promise<{ path: string } & AsyncDisposable> {
  const path = await mkdtemp(join(tmpdir(), 'soundkeep-engine-'))
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) }
}

/** An engine that is closed at the end of its block, if not before. */
export async function givenEngine(options: DynamoDbOptions): Promise<LocalDynamoDb & AsyncDisposable> {
  const engine = await startDynamoDb(options)
  return { ...engine, [Symbol.asyncDispose]: () => engine.close() }
}

const access = { region: 'eu-central-1', credentials: { accessKeyId: 'test', secretAccessKey: 'test' } }

export const clientOf = (endpoint: string) => new DynamoDBClient({ ...access, endpoint, maxAttempts: 1 })
export const documentsOf = (endpoint: string) => DynamoDBDocumentClient.from(clientOf(endpoint))
export const streamsOf = (endpoint: string) => new DynamoDBStreamsClient({ ...access, endpoint, maxAttempts: 1 })

/** Waits until something is so, however long the machine takes; the test's own time limit ends the waiting. */
export async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 10))
}
