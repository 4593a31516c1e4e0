import { basePath, ingest as endpoints } from '../contract/index.ts'
import {
  abortUpload,
  addDtmf,
  completeUpload,
  type IngestPorts,
  ingestRecording,
  listUploadParts,
  type PartPorts,
  reissueUpload,
  uploadParts,
} from '../domain/ingest/index.ts'
import { type WatchPorts, watchRequests } from '../domain/recorders/index.ts'
import { type BoundRoom, bindRoom } from './bind.ts'
import type { HttpPorts } from './pipeline.ts'
import { repeatableOf } from './repeatable.ts'

export function bindIngest(ports: IngestPorts & PartPorts): BoundRoom {
  return bindRoom(basePath, endpoints, {
    ingestRecording: async ({ principal, body, idempotencyKey }) => {
      const repeatable = repeatableOf(principal, idempotencyKey, body)
      const { isNew, result } = await ingestRecording(ports, principal, body, repeatable)
      return { status: isNew ? 201 : 200, body: result }
    },
    addDtmf: async ({ principal, params, body }) => ({ body: await addDtmf(ports, principal, params, body.events) }),
    reissueUpload: async ({ principal, params }) => ({ body: await reissueUpload(ports, principal, params) }),
    uploadParts: async ({ principal, params, body }) => ({
      body: await uploadParts(ports, principal, params, body.parts),
    }),
    listUploadParts: async ({ principal, params }) => ({ body: await listUploadParts(ports, principal, params) }),
    abortUpload: async ({ principal, params }) => {
      await abortUpload(ports, principal, params)
      return { body: undefined }
    },
    completeUpload: async ({ principal, params }) => ({ body: await completeUpload(ports, principal, params) }),
  })
}

/** What the recorders of a tenant sent, and what was refused to them: see how they fare. */
export function watchIngest(ports: WatchPorts): NonNullable<HttpPorts['onOutcome']> {
  const watch = watchRequests(ports)
  return (principal, endpoint, refusal) =>
    watch(principal, refusal ?? (endpoint === endpoints.ingestRecording ? 'call' : 'other'))
}
