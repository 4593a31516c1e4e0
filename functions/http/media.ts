import { basePath, media as endpoints } from '../contract/index.ts'
import { addRangesHeard, downloadMedia, playMedia } from '../domain/recordings/index.ts'
import type { AuditStore, Ids, MediaStore, RecordingStore, SettingsReader } from '../ports/index.ts'
import { type BoundRoom, bindRoom } from './bind.ts'

export function bindMedia(stores: {
  recordings: RecordingStore
  settings: SettingsReader
  media: MediaStore
  audit: AuditStore
  ids: Ids
}): BoundRoom {
  return bindRoom(basePath, endpoints, {
    playMedia: async ({ principal, params, query }) => ({
      body: await playMedia(stores, principal, params, query.listeningId),
    }),
    downloadMedia: async ({ principal, params }) => ({ body: await downloadMedia(stores, principal, params) }),
    addRangesHeard: async ({ principal, params, body }) => {
      await addRangesHeard(stores, principal, params, body.ranges)
      return { body: undefined }
    },
  })
}
