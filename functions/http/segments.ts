import { basePath, segments as endpoints } from '../contract/index.ts'
import { findDtmf } from '../domain/dtmf/index.ts'
import type { RecordingStore, SettingsReader } from '../ports/index.ts'
import { type BoundRoom, bindRoom } from './bind.ts'

export type SegmentsPorts = { recordings: RecordingStore; settings: SettingsReader }

export function bindSegments(ports: SegmentsPorts): BoundRoom {
  return bindRoom(basePath, endpoints, {
    getDtmf: async ({ principal, params }) => ({ body: await findDtmf(ports, principal, params) }),
  })
}
