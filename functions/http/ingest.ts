import { createHash } from 'node:crypto'
import { basePath, contract } from '../contract/index.ts'
import { type IngestPorts, ingestRecording, reissueUpload } from '../domain/ingest/index.ts'
import { type BoundRoom, bindRoom } from './bind.ts'

export function bindIngest(ports: IngestPorts): BoundRoom {
  return bindRoom(basePath, contract.ingest, {
    ingestRecording: async ({ principal, body, idempotencyKey }) => {
      const repeatable =
        idempotencyKey === undefined
          ? null
          : {
              key: `${principal.person.id}#${idempotencyKey}`,
              requestHash: createHash('sha256').update(JSON.stringify(body)).digest('base64url'),
            }
      const { isNew, result } = await ingestRecording(ports, principal, body, repeatable)
      return { status: isNew ? 201 : 200, body: result }
    },
    reissueUpload: async ({ principal, params }) => ({ body: await reissueUpload(ports, principal, params) }),
  })
}
