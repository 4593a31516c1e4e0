import type { Instant, TenantId } from '../../model/index.ts'
import type { ObjectPlace, PendingMedia } from '../../ports/index.ts'
import { summarizeMedia } from '../recordings/index.ts'
import type { ArrivalPorts } from './arrival.ts'
import { mediaArrived } from './arrival.ts'

const askAfterMs = 15 * 60_000
const missingAfterMs = 24 * 3_600_000

function before(now: Instant, ms: number): Instant {
  return new Date(Date.parse(now) - ms).toISOString()
}

export type Sweep = { looked: number; found: number; missing: number; faults: unknown[] }

/**
 * Asks the object store about files that have been pending for over 15 minutes (their event was lost), and gives up after
 * 24 hours on those that are not there. Takes at most `limit` files a run, oldest first. A file that cannot be looked
 * after does not hold up the others, nor do those that came in parts, which have to be read to their end: they are last.
 * @param signal ends the run before the time for it does; the next one goes on
 * @returns how many files were looked at, found and given up, and what went wrong
 */
export async function sweepTenant(
  ports: ArrivalPorts,
  tenantId: TenantId,
  { limit = 1_000, signal }: { limit?: number; signal?: AbortSignal } = {},
): Promise<Sweep> {
  const now = ports.clock.businessNow()
  const counts: Sweep = { looked: 0, found: 0, missing: 0, faults: [] }
  const joined: ObjectPlace[] = []
  const hasTime = () => !signal?.aborted
  const keepFault = async (work: () => Promise<void>) => work().catch((error) => void counts.faults.push(error))
  let after: PendingMedia | undefined
  while (counts.looked < limit && hasTime()) {
    const pending = await ports.recordings.pendingMedia(tenantId, before(now, askAfterMs), after)
    if (pending.length === 0) break
    for (const item of pending) {
      if (!hasTime()) break
      counts.looked += 1
      await keepFault(async () => {
        const outcome = await lookAfter(ports, tenantId, item, before(now, missingAfterMs))
        if (typeof outcome === 'object') joined.push(outcome)
        else if (outcome) counts[outcome] += 1
      })
    }
    after = pending.at(-1)
  }
  for (const place of joined) {
    if (!hasTime()) break
    await keepFault(async () => {
      await mediaArrived(ports, tenantId, place, undefined, signal)
      counts.found += 1
    })
  }
  return counts
}

/** @returns the place of a file that is there and has to be read to its end */
async function lookAfter(
  ports: ArrivalPorts,
  tenantId: TenantId,
  item: PendingMedia,
  givenUpBefore: Instant,
): Promise<'found' | 'missing' | ObjectPlace | undefined> {
  const { recordings, media, clock } = ports
  const { recordingId, seq, mediaId } = item
  const file = await recordings.findMedia(tenantId, recordingId, seq, mediaId)
  if (file?.state !== 'pending') return undefined
  const place = { recordingId, seq, mediaId, uploadId: file.uploadId }
  const stored = await media.head(tenantId, place)
  if (stored?.isJoined) return place
  if (stored) {
    await mediaArrived(ports, tenantId, place)
    return 'found'
  }
  if (item.announcedAt >= givenUpBefore) return undefined
  // One after the other: files older than the version that the write is conditional on would go into the summary.
  const previous = await recordings.find(tenantId, recordingId)
  const files = await recordings.media(tenantId, recordingId)
  const current = files.find((candidate) => candidate.id === mediaId)
  if (!previous || current?.state !== 'pending') return undefined
  const missing = {
    ...current,
    ...{ state: 'missing' as const, problem: 'not_uploaded' as const },
    problemDetail: 'The recorder announced this file and did not upload it within 24 hours. It may still do so.',
  }
  const recording = {
    ...previous,
    media: summarizeMedia(files.map((candidate) => (candidate === current ? missing : candidate))),
    updatedAt: clock.now(),
    version: previous.version + 1,
  }
  const result = await recordings.change(tenantId, { recording, previous, changedMedia: [missing], audit: null })
  return result === 'written' ? 'missing' : undefined
}
