import { setTimeout as wait } from 'node:timers/promises'
import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda'

export type Delivery = {
  // biome-ignore lint/suspicious/noConfusingVoidType: as @types/aws-lambda types the handler of a stream
  readonly onBatch: (event: DynamoDBStreamEvent) => Promise<DynamoDBBatchResponse | void>
  /**
   * Takes a record that failed `maxAttempts` times (10 unless told); the stream then goes on without it. Its keys hold what
   * people said and dialled: do not log them.
   */
  readonly onDead: (record: DynamoDBRecord, error: unknown) => void
  readonly maxAttempts: number
  /** Called with each record up to which all is dealt with. */
  readonly onProgress: (record: DynamoDBRecord) => Promise<void>
  /** Ends the waiting between attempts. */
  readonly signal: AbortSignal
}

const FIRST_WAIT_MS = 50
const LONGEST_WAIT_MS = 10_000

/**
 * Hands records over in order, as Lambda's event source mapping does with BisectBatchOnFunctionError and
 * ReportBatchItemFailures: what comes before the first reported failure is done; a batch that fails without saying where is
 * halved until the record that fails is found, and that one is tried again until it succeeds or is given up.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-batchfailurereporting.html
 *
 * @throws the signal's reason, when it ends the waiting between attempts
 */
export async function deliver(delivery: Delivery, records: readonly DynamoDBRecord[]): Promise<void> {
  let rest = records
  while (rest.length > 0) {
    delivery.signal.throwIfAborted()
    const outcome = await attempt(delivery, rest)
    if (outcome.failedAt === undefined) return reach(delivery, rest.at(-1))
    await reach(delivery, rest[outcome.failedAt - 1])
    rest = rest.slice(outcome.failedAt)
    const [first] = rest
    if (first === undefined) return
    if (outcome.isExact || rest.length === 1) {
      await insist(delivery, first, outcome.error)
      rest = rest.slice(1)
    } else {
      const half = Math.ceil(rest.length / 2)
      await deliver(delivery, rest.slice(0, half))
      rest = rest.slice(half)
    }
  }
}

/** Tries one record, which has failed once, until it succeeds or is given up. */
async function insist(delivery: Delivery, record: DynamoDBRecord, firstError: unknown): Promise<void> {
  let error = firstError
  for (let tried = 1; tried < delivery.maxAttempts; tried++) {
    await wait(Math.min(FIRST_WAIT_MS * 2 ** tried, LONGEST_WAIT_MS), undefined, { signal: delivery.signal })
    const outcome = await attempt(delivery, [record])
    if (outcome.failedAt === undefined) return reach(delivery, record)
    error = outcome.error
  }
  delivery.onDead(record, error)
  await reach(delivery, record)
}

type Outcome = { failedAt?: undefined } | { failedAt: number; isExact: boolean; error: unknown }

async function attempt({ onBatch }: Delivery, records: readonly DynamoDBRecord[]): Promise<Outcome> {
  try {
    const response = await onBatch({ Records: [...records] })
    const failures = response?.batchItemFailures ?? []
    if (failures.length === 0) return {}
    const failed = new Set(failures.map(({ itemIdentifier }) => itemIdentifier))
    const failedAt = records.findIndex(({ dynamodb }) => failed.has(dynamodb?.SequenceNumber ?? ''))
    const error = new Error('The function reported that it could not process the record')
    // A failure that names no record of the batch says that all of it failed.
    return { failedAt: Math.max(failedAt, 0), isExact: failedAt >= 0, error }
  } catch (error) {
    return { failedAt: 0, isExact: false, error }
  }
}

async function reach({ onProgress }: Delivery, record: DynamoDBRecord | undefined): Promise<void> {
  if (record) await onProgress(record)
}
