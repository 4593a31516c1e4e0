import type { DynamoDBBatchResponse, DynamoDBStreamEvent, EventBridgeEvent } from 'aws-lambda'
import { readKey } from '../adapters/dynamodb/index.ts'
import { removeRecording } from '../domain/recordings/index.ts'
import { storesFrom } from './environment.ts'
import { reportFault } from './report.ts'

const stores = storesFrom(process.env)

type Scheduled = EventBridgeEvent<'Scheduled Event', unknown>

/**
 * Carries noted deletions out: those that the table's stream tells of, and on schedule those that stayed behind.
 * @returns for the stream, the records to send again (ReportBatchItemFailures)
 */
export async function handler(event: DynamoDBStreamEvent | Scheduled): Promise<DynamoDBBatchResponse | undefined> {
  if ('Records' in event) return { batchItemFailures: await removeNoted(event) }
  for (const tenant of await stores.directory.tenants()) {
    for (const deletion of await stores.recordings.unfinishedDeletions(tenant.id)) {
      await removeRecording(stores, deletion)
    }
  }
  return undefined
}

/** Stops at the first failure: Lambda sends that record again and all that follow it. */
async function removeNoted(event: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse['batchItemFailures']> {
  for (const { eventName, dynamodb } of event.Records) {
    const key = readKey({ PK: dynamodb?.Keys?.PK?.S ?? '', SK: dynamodb?.Keys?.SK?.S ?? '' })
    if (key?.kind !== 'deletion' || eventName === 'REMOVE') continue
    try {
      await removeRecording(stores, key)
    } catch (error) {
      reportFault({ recordingId: key.recordingId, error })
      return [{ itemIdentifier: dynamodb?.SequenceNumber ?? '' }]
    }
  }
  return []
}
