import type { EventBridgeEvent, S3ObjectCreatedNotificationEvent } from 'aws-lambda'
import { parseObjectKey } from '../adapters/s3/index.ts'
import { count } from '../adapters/telemetry/index.ts'
import { mediaArrived, sweepTenant } from '../domain/ingest/index.ts'
import { storesFrom } from './environment.ts'
import { wordless } from './report.ts'
import { forEachTenant } from './schedule.ts'
import { tellSilence } from './silence.ts'

const stores = storesFrom(process.env)

type Scheduled = EventBridgeEvent<'Scheduled Event', unknown>

/**
 * Stored objects become media files; on schedule, asks after those whose event never came, and after recorders that are
 * silent. A failed event throws, so that EventBridge sends it again.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html
 */
export const handler = wordless(async (event: S3ObjectCreatedNotificationEvent | Scheduled): Promise<void> => {
  if (event['detail-type'] === 'Scheduled Event') {
    await sweep()
    return
  }
  const named = parseObjectKey(event.detail.object.key)
  if (!named) return
  const outcome = await mediaArrived(stores, named.tenantId, named.place, event.detail.object['version-id'])
  if (outcome === 'rejected') count('RejectedFiles')
})

async function sweep(): Promise<void> {
  let silent = 0
  const swept = forEachTenant(stores.directory, async ({ id }) => {
    const { faults } = await sweepTenant(stores, id)
    try {
      silent += await tellSilence(stores, id)
    } catch (error) {
      return [...faults, error]
    }
    return faults
  })
  await swept.finally(() => count('SilentRecorders', silent))
}
