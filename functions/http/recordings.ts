import { basePath, recordings as endpoints } from '../contract/index.ts'
import {
  correctRecording,
  countRecordings,
  deleteRecording,
  findRecording,
  listRecordings,
} from '../domain/recordings/index.ts'
import type {
  Clock,
  Cursors,
  MediaParts,
  MediaStore,
  RecordingStore,
  RenditionObjects,
  RenditionStore,
  SettingsReader,
} from '../ports/index.ts'
import { type BoundRoom, bindRoom } from './bind.ts'

export type RecordingsPorts = {
  recordings: RecordingStore
  settings: SettingsReader
  media: MediaStore
  parts: Pick<MediaParts, 'drop'>
  renditions: Pick<RenditionStore, 'copies'>
  objects: Pick<RenditionObjects, 'tagDeleted'>
  cursors: Cursors
  clock: Clock
}

export function bindRecordings(ports: RecordingsPorts): BoundRoom {
  const { recordings } = ports
  return bindRoom(basePath, endpoints, {
    listRecordings: async ({ principal, query }) => ({ body: await listRecordings(ports, principal, query) }),
    countRecordings: async ({ principal, query }) => ({ body: await countRecordings(recordings, principal, query) }),
    getRecording: async ({ principal, params }) => {
      const { recording, version } = await findRecording(ports, principal, params.recordingId)
      return { body: recording, version }
    },
    correctRecording: async ({ principal, params, body, baseVersion }) => {
      const corrected = await correctRecording(ports, principal, params.recordingId, body, baseVersion)
      return { body: corrected.recording, version: corrected.version }
    },
    deleteRecording: async ({ principal, params, baseVersion }) => {
      await deleteRecording(ports, principal, params.recordingId, baseVersion)
      return { body: undefined }
    },
  })
}
