import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import { recordingStore } from '../../functions/adapters/dynamodb/index.ts'
import { systemClock, ulids } from '../../functions/adapters/system/index.ts'
import { notReviewed } from '../../functions/domain/recordings/index.ts'
import type { AuditEntry, Recording, TenantId } from '../../functions/model/index.ts'
import { type LocalCloud, region, tableName } from '../../local/cloud.ts'
import { demoRoutes } from '../../local/demo/index.ts'

const atOnce = 50

/** As a recorder's announcement is audited. */
const audit: AuditEntry = {
  ...{ action: 'ingestRecording', personId: 'bench', role: 'apiUser', objects: {}, fields: [], outcome: 'allowed' },
  ...{ reason: null, note: null, requestId: 'bench', sourceAddress: null },
}

/** Writes that many recordings of a tenant, a minute apart, past the API. */
export async function loadRecordings(cloud: LocalCloud, tenantId: TenantId, count: number): Promise<void> {
  const client = new DynamoDBClient({
    ...{ region, endpoint: cloud.dynamodbUrl },
    credentials: cloud.operatorKey,
  })
  const dynamodb = DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } })
  const store = recordingStore(async () => ({ dynamodb }), tableName, systemClock())
  const routeId = demoRoutes.find((route) => route.tenantId === tenantId && route.isDefault)?.id
  if (!routeId) throw new Error('the tenant has no Default route')
  const start = Date.parse('2026-01-01T00:00:00Z')
  const write = async (number: number) => {
    const startedAt = new Date(start + number * 60_000).toISOString()
    const recording: Recording = {
      ...{ tenantId, id: ulids.recordingId(), routeId, sessionId: `bench-${number}`, isSessionIdGenerated: false },
      ...{ startedAt, isStartEstimated: false, endedAt: null, reportedDurationMs: 60_000, direction: 'inbound' },
      ...{ ingressCallId: `in-${number}@bench`, egressCallId: null, callGroupId: null },
      ...{ from: `+1555${String(number).padStart(7, '0')}`, fromName: null, to: '1002', toName: null },
      ...{ fromE164: null, toE164: null, routedBy: 'default' },
      ...{ agentId: '1002', agentName: null, queue: 'bench', sipHeaders: [], pauses: [], participants: [] },
      ...{ arePartiesUncertain: false, metadataSessionId: null, metadataDocuments: 0, hasOmittedDocuments: false },
      media: { kinds: ['audio'], status: 'complete', files: 0, segments: 0, lengthBytes: 0, durationMs: 60_000 },
      ...{
        editedFields: {},
        customValues: {},
        review: notReviewed,
        recorderId: 'bench',
        createdAt: startedAt,
        updatedAt: startedAt,
        version: 1,
      },
    }
    await store.create(tenantId, { recording, media: [], siprec: null, checksums: [], idempotency: null, audit })
  }
  for (let number = 0; number < count; number += atOnce) {
    await Promise.all(Array.from({ length: Math.min(atOnce, count - number) }, (_, index) => write(number + index)))
  }
  client.destroy()
}
