import type {
  Context,
  DynamoDBBatchResponse,
  DynamoDBStreamEvent,
  EventBridgeEvent,
  SQSBatchResponse,
  SQSEvent,
} from 'aws-lambda'
import * as z from 'zod'
import { readKey, recordingStore, tenantIdOfOurKey } from '../adapters/dynamodb/index.ts'
import { mediaStore } from '../adapters/s3/index.ts'
import { count } from '../adapters/telemetry/index.ts'
import { recordingIdSchema } from '../contract/index.ts'
import { removeNoted, removeRecording } from '../domain/recordings/index.ts'
import type { RecordingId, TenantId } from '../model/index.ts'
import type { Deletion } from '../ports/index.ts'
import { placesFrom } from './environment.ts'
import { reportFault, wordless } from './report.ts'
import { forEachTenant } from './schedule.ts'
import { UnreadableMessage, type Work, workOff, workQueueFrom } from './work.ts'

const base = placesFrom(process.env)
const { inTable, inBucket } = base
const stores = {
  ...base,
  recordings: inTable(recordingStore),
  media: inBucket(mediaStore),
}
const queue = workQueueFrom(process.env)

type Scheduled = EventBridgeEvent<'Scheduled Event', unknown>
type Noted = Pick<Deletion, 'tenantId' | 'recordingId'>

/**
 * Carries noted deletions out: those that the table's stream tells of, those of them that failed and come by the queue, and
 * on schedule those that stayed behind.
 */
export const handler = wordless(
  async (
    event: DynamoDBStreamEvent | SQSEvent | Scheduled,
    context: Context,
  ): Promise<DynamoDBBatchResponse | SQSBatchResponse | undefined> => {
    if (!('Records' in event)) return sweep()
    return isOfQueue(event) ? workOff('reaper', queue, event, context, readMessage) : removeEach(event)
  },
)

const isOfQueue = (event: DynamoDBStreamEvent | SQSEvent): event is SQSEvent =>
  event.Records.some((record) => 'receiptHandle' in record)

/**
 * A deletion that fails goes to the queue, so that those behind it in the shard do not wait for it.
 * @returns the record that could be put nowhere: Lambda sends it again and all that follow it
 */
async function removeEach(event: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> {
  for (const { eventName, dynamodb } of event.Records) {
    const key = readKey({ PK: dynamodb?.Keys?.PK?.S ?? '', SK: dynamodb?.Keys?.SK?.S ?? '' })
    if (key?.kind !== 'deletion' || eventName === 'REMOVE') continue
    try {
      await removeOrHandOn(key)
    } catch (error) {
      reportFault({ recordingId: key.recordingId, error })
      return { batchItemFailures: [{ itemIdentifier: dynamodb?.SequenceNumber ?? '' }] }
    }
  }
  return { batchItemFailures: [] }
}

async function removeOrHandOn({ tenantId, recordingId }: Noted): Promise<void> {
  try {
    await removeNoted(stores, tenantId, recordingId)
  } catch (error) {
    reportFault({ tenantId, recordingId, error })
    await queue.send(JSON.stringify({ tenantId, recordingId } satisfies Noted))
  }
}

const messageSchema = z.object({ tenantId: z.string(), recordingId: recordingIdSchema })

function readMessage(text: string): Work {
  const { tenantId, recordingId } = readNoted(text)
  return { about: { tenantId, recordingId }, run: () => removeNoted(stores, tenantId, recordingId) }
}

function readNoted(text: string): { tenantId: TenantId; recordingId: RecordingId } {
  try {
    const { tenantId, recordingId } = messageSchema.parse(JSON.parse(text))
    return { tenantId: tenantIdOfOurKey(tenantId), recordingId }
  } catch {
    throw new UnreadableMessage('it is no deletion of ours')
  }
}

async function sweep(): Promise<undefined> {
  let pending = 0
  const swept = forEachTenant(stores.directory, async ({ id }) => {
    const errors: unknown[] = []
    const failed = (error: unknown) => {
      pending += 1
      errors.push(error)
    }
    let after: Deletion | undefined
    do {
      const deletions = await stores.recordings.unfinishedDeletions(id, after)
      for (const deletion of deletions) await removeRecording(stores, deletion).catch(failed)
      after = deletions.at(-1)
    } while (after)
    return errors
  })
  await swept.finally(() => count('PendingDeletions', pending))
}
