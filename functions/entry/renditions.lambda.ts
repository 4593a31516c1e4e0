import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda'
import { recordingStore, renditionStore, tenantIdOfOurKey } from '../adapters/dynamodb/index.ts'
import { renditionObjects } from '../adapters/s3/index.ts'
import { renditionMessageSchema } from '../adapters/sqs/index.ts'
import { makeRendition } from '../domain/sound/index.ts'
import type { RenditionPlace, TenantId } from '../model/index.ts'
import { placesFrom } from './environment.ts'
import { wordless } from './report.ts'
import { UnreadableMessage, type Work, workOff, workQueueFrom } from './work.ts'

const base = placesFrom(process.env)
const { inTable, inBucket } = base
const stores = {
  ...base,
  recordings: inTable(recordingStore),
  renditions: inTable(renditionStore),
  objects: inBucket(renditionObjects),
}
const queue = workQueueFrom(process.env)

/** Decodes what arrived: outlines of sounds, and copies that browsers play. */
export const handler = wordless(
  (event: SQSEvent, context: Context): Promise<SQSBatchResponse> =>
    workOff('renditions', queue, event, context, readMessage),
)

function readMessage(text: string): Work {
  const { tenantId, place } = readPlace(text)
  const { recordingId, mediaId, kind } = place
  return {
    about: { tenantId, recordingId, mediaId, kind },
    run: (signal) => makeRendition(stores, tenantId, place, signal),
  }
}

function readPlace(text: string): { tenantId: TenantId; place: RenditionPlace } {
  try {
    const { tenantId, ...place } = renditionMessageSchema.parse(JSON.parse(text))
    return { tenantId: tenantIdOfOurKey(tenantId), place }
  } catch {
    throw new UnreadableMessage('it is no order of a rendition')
  }
}
