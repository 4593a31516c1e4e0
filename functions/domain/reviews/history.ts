import type { Contract, QueryOf, ResponseOf } from '../../contract/index.ts'
import type { Principal, RecordingId } from '../../model/index.ts'
import type { ReviewStore } from '../../ports/index.ts'
import { type RecordingReaders, requireRecording } from '../recordings/index.ts'
import { requireFields } from './fields.ts'

export type HistoryPage = ResponseOf<Contract['reviews']['listHistory']>

/**
 * What people changed of a recording, the newest first. It tells what notes said that are gone, so it is for reviewers.
 * @throws Refusal not_found, forbidden
 */
export async function listHistory(
  stores: RecordingReaders & { reviews: Pick<ReviewStore, 'history'> },
  principal: Principal,
  recordingId: RecordingId,
  { beforeVersion, limit }: QueryOf<Contract['reviews']['listHistory']>,
): Promise<HistoryPage> {
  const [{ recording, limits }, edits] = await Promise.all([
    requireRecording(stores, principal, recordingId, 'recording:Read'),
    stores.reviews.history(principal.tenantId, recordingId, { beforeVersion, limit: limit + 1 }),
  ])
  requireFields(principal, recording, ['status'], limits)
  const shown = edits.slice(0, limit)
  return {
    items: shown.map(({ changes, ...edit }) => ({ ...edit, changes: [...changes] })),
    nextBeforeVersion: edits.length > limit ? (shown.at(-1)?.version ?? null) : null,
  }
}
