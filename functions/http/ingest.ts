import { basePath, contract } from '../contract/index.ts'
import { type IngestPorts, ingestRecording, reissueUpload } from '../domain/ingest/index.ts'
import { type BoundRoom, bindRoom } from './bind.ts'
import { repeatableOf } from './repeatable.ts'

export function bindIngest(ports: IngestPorts): BoundRoom {
  return bindRoom(basePath, contract.ingest, {
    ingestRecording: async ({ principal, body, idempotencyKey }) => {
      const repeatable = repeatableOf(principal, idempotencyKey, body)
      const { isNew, result } = await ingestRecording(ports, principal, body, repeatable)
      return { status: isNew ? 201 : 200, body: result }
    },
    reissueUpload: async ({ principal, params }) => ({ body: await reissueUpload(ports, principal, params) }),
  })
}
