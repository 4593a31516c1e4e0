import { basePath, segments as endpoints } from '../contract/index.ts'
import { findDtmf } from '../domain/dtmf/index.ts'
import {
  addCue,
  changeCue,
  type EditPorts,
  exportTranscript,
  findTranscript,
  importTranscript,
  listCueHistory,
  removeCue,
  removeTranscript,
} from '../domain/transcripts/index.ts'
import type { PersonNames } from '../ports/index.ts'
import { type BoundRoom, bindRoom } from './bind.ts'
import { repeatableOf } from './repeatable.ts'

export function bindSegments(ports: EditPorts & { names: PersonNames }): BoundRoom {
  return bindRoom(basePath, endpoints, {
    getDtmf: async ({ principal, params }) => ({ body: await findDtmf(ports, principal, params) }),
    getTranscript: async ({ principal, params }) => {
      const { transcript, version } = await findTranscript(ports, principal, params)
      return { body: transcript, version }
    },
    importTranscript: async ({ principal, params, body, baseVersion }) => {
      const { transcript, version } = await importTranscript(ports, principal, params, body, baseVersion)
      return { body: transcript, version }
    },
    removeTranscript: async ({ principal, params, baseVersion }) => {
      await removeTranscript(ports, principal, params, baseVersion)
      return { body: undefined }
    },
    exportTranscript: async ({ principal, params, query }) => ({
      body: await exportTranscript(ports, principal, params, query.format),
    }),
    addCue: async ({ principal, params, body, idempotencyKey }) => {
      // Keys stand in the segment's own partition: a request is another one for another segment.
      const cue = await addCue(ports, principal, params, body, repeatableOf(principal, idempotencyKey, body))
      return { body: cue, version: cue.version }
    },
    changeCue: async ({ principal, params, body, baseVersion }) => {
      const cue = await changeCue(ports, principal, params, body, baseVersion)
      return { body: cue, version: cue.version }
    },
    removeCue: async ({ principal, params, baseVersion }) => {
      await removeCue(ports, principal, params, baseVersion)
      return { body: undefined }
    },
    listCueHistory: async ({ principal, params }) => ({ body: await listCueHistory(ports, principal, params) }),
  })
}
