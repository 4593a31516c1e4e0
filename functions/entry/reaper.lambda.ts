import type { DynamoDBBatchResponse, DynamoDBStreamEvent, EventBridgeEvent } from 'aws-lambda'
import { readKey } from '../adapters/dynamodb/index.ts'
import { count } from '../adapters/telemetry/index.ts'
import { removeRecording } from '../domain/recordings/index.ts'
import type { Deletion } from '../ports/index.ts'
import { storesFrom } from './environment.ts'
import { reportFault, wordless } from './report.ts'
import { forEachTenant } from './schedule.ts'

const stores = storesFrom(process.env)

type Scheduled = EventBridgeEvent<'Scheduled Event', unknown>

/**
 * Carries noted deletions out: those that the table's stream tells of, and on schedule those that stayed behind.
 * @returns for the stream, the records to send again (ReportBatchItemFailures)
 */
export const handler = wordless(
  async (event: DynamoDBStreamEvent | Scheduled): Promise<DynamoDBBatchResponse | undefined> => {
    if ('Records' in event) return { batchItemFailures: await removeNoted(event) }
    await sweep()
    return undefined
  },
)

async function sweep(): Promise<void> {
  let pending = 0
  const swept = forEachTenant(stores.directory, async ({ id }) => {
    const errors = await removeEach(await stores.recordings.unfinishedDeletions(id))
    pending += errors.length
    return errors
  })
  await swept.finally(() => count('PendingDeletions', pending))
}

/** @returns what went wrong; the rest is done */
async function removeEach(deletions: readonly Deletion[]): Promise<unknown[]> {
  const errors: unknown[] = []
  for (const deletion of deletions) await removeRecording(stores, deletion).catch((error) => errors.push(error))
  return errors
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
