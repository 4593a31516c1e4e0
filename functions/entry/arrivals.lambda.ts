import type { Context, EventBridgeEvent, SQSBatchResponse, SQSEvent } from 'aws-lambda'
import * as z from 'zod'
import { recorderStore, recordingStore } from '../adapters/dynamodb/index.ts'
import { mediaStore, parseObjectKey, parseTranscriptKey } from '../adapters/s3/index.ts'
import { count } from '../adapters/telemetry/index.ts'
import { mediaArrived, sweepTenant } from '../domain/ingest/index.ts'
import { placesFrom } from './environment.ts'
import { wordless } from './report.ts'
import { forEachTenant } from './schedule.ts'
import { tellSilence } from './silence.ts'
import { endOf, renditionQueueFrom, UnreadableMessage, type Work, workOff, workQueueFrom } from './work.ts'

const base = placesFrom(process.env)
const { inTable, inBucket } = base
const ports = {
  ...base,
  recordings: inTable(recordingStore),
  recorders: inTable(recorderStore),
  media: inBucket(mediaStore),
  renditionQueue: renditionQueueFrom(process.env),
}
const queue = workQueueFrom(process.env)

type Scheduled = EventBridgeEvent<'Scheduled Event', unknown>

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html */
const objectCreatedSchema = z.object({
  'detail-type': z.literal('Object Created'),
  detail: z.object({ object: z.object({ key: z.string(), 'version-id': z.string().optional() }) }),
})

/**
 * Stored objects, told by the queue, become media files; on schedule, asks after those whose event never came, and after
 * recorders that are silent.
 */
export const handler = wordless(
  async (event: SQSEvent | Scheduled, context: Context): Promise<SQSBatchResponse | undefined> => {
    if ('Records' in event) return workOff('arrivals', queue, event, context, readArrival)
    await sweep(endOf(context))
    return undefined
  },
)

async function sweep(signal: AbortSignal): Promise<void> {
  let silent = 0
  const swept = forEachTenant(ports.directory, async ({ id }) => {
    const { faults } = await sweepTenant(ports, id, { signal })
    try {
      silent += await tellSilence(ports, id)
    } catch (error) {
      return [...faults, error]
    }
    return faults
  })
  await swept.finally(() => count('SilentRecorders', silent))
}

function readArrival(text: string): Work {
  const { object } = readEvent(text).detail
  const named = parseObjectKey(object.key)
  const ofTranscript = parseTranscriptKey(object.key)
  if (ofTranscript) return { about: ofTranscript, run: () => noteStray(ofTranscript) }
  // Not an object of ours: the rule knows how keys begin and not how they go on.
  if (!named) return { about: {}, run: async () => {} }
  const { tenantId, place } = named
  return {
    about: { tenantId, recordingId: place.recordingId, mediaId: place.mediaId },
    run: async (signal) => {
      const outcome = await mediaArrived(ports, tenantId, place, object['version-id'], signal)
      if (outcome === 'rejected') count('RejectedFiles')
    },
  }
}

/** A long transcript may be put down while its recording is being deleted, after the other objects were cleared. */
async function noteStray({ tenantId, recordingId }: NonNullable<ReturnType<typeof parseTranscriptKey>>): Promise<void> {
  const recording = await ports.recordings.find(tenantId, recordingId)
  if (!recording) await ports.recordings.noteLeftovers(tenantId, recordingId)
}

function readEvent(text: string): z.output<typeof objectCreatedSchema> {
  try {
    return objectCreatedSchema.parse(JSON.parse(text))
  } catch {
    throw new UnreadableMessage('it is no event of a stored object')
  }
}
