import { basePath, contract } from '../contract/index.ts'
import { downloadMedia, playMedia } from '../domain/recordings/index.ts'
import type { MediaStore, RecordingStore, SettingsReader } from '../ports/index.ts'
import { type BoundRoom, bindRoom } from './bind.ts'

export function bindMedia(stores: {
  recordings: RecordingStore
  settings: SettingsReader
  media: MediaStore
}): BoundRoom {
  return bindRoom(basePath, contract.media, {
    playMedia: async ({ principal, params }) => ({ body: await playMedia(stores, principal, params) }),
    downloadMedia: async ({ principal, params }) => ({ body: await downloadMedia(stores, principal, params) }),
  })
}
