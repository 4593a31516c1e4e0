import { basePath, media as endpoints } from '../contract/index.ts'
import {
  addRangesHeard,
  downloadMedia,
  getPeaks,
  getPlayableCopy,
  makePlayableCopy,
  playMedia,
} from '../domain/recordings/index.ts'
import type {
  AuditStore,
  Clock,
  Ids,
  MediaStore,
  RecordingStore,
  RenditionObjects,
  RenditionQueue,
  RenditionStore,
  SettingsReader,
} from '../ports/index.ts'
import { type BoundRoom, bindRoom } from './bind.ts'

export function bindMedia(stores: {
  recordings: RecordingStore
  settings: SettingsReader
  media: MediaStore
  renditions: RenditionStore
  objects: RenditionObjects
  queue: RenditionQueue
  audit: AuditStore
  clock: Pick<Clock, 'now'>
  ids: Ids
}): BoundRoom {
  return bindRoom(basePath, endpoints, {
    playMedia: async ({ principal, params, query }) => ({
      body: await playMedia(stores, principal, params, query.listeningId),
    }),
    downloadMedia: async ({ principal, params }) => ({ body: await downloadMedia(stores, principal, params) }),
    getPeaks: async ({ principal, params }) => ({ body: await getPeaks(stores, principal, params) }),
    getPlayableCopy: async ({ principal, params }) => ({ body: await getPlayableCopy(stores, principal, params) }),
    makePlayableCopy: async ({ principal, params }) => ({ body: await makePlayableCopy(stores, principal, params) }),
    addRangesHeard: async ({ principal, params, body }) => {
      await addRangesHeard(stores, principal, params, body.ranges)
      return { body: undefined }
    },
  })
}
