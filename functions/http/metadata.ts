import { basePath, metadata as endpoints } from '../contract/index.ts'
import { findMetadataDocument, findSegmentParticipants, findSessionMetadata } from '../domain/session-metadata/index.ts'
import type { RecordingStore, SettingsReader } from '../ports/index.ts'
import { type BoundRoom, bindRoom } from './bind.ts'

export function bindMetadata(stores: { recordings: RecordingStore; settings: SettingsReader }): BoundRoom {
  return bindRoom(basePath, endpoints, {
    getSessionMetadata: async ({ principal, params }) => ({
      body: await findSessionMetadata(stores, principal, params.recordingId),
    }),
    getSegmentParticipants: async ({ principal, params }) => ({
      body: await findSegmentParticipants(stores, principal, params),
    }),
    getMetadataDocument: async ({ principal, params }) => ({
      body: await findMetadataDocument(stores, principal, params),
    }),
  })
}
