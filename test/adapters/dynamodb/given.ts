import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DeleteTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { DynamoDBDocumentClient, ScanCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb'
import { ulid } from 'ulid'
import {
  auditStart,
  categoryStore,
  customFieldStore,
  directory,
  groupStore,
  personStore,
  policyStore,
  recorderStore,
  recordingStore,
  routeStore,
  soundkeepTable,
  tenantIdOfOurKey,
  tenantStore,
  userStore,
} from '../../../functions/adapters/dynamodb/index.ts'
import type { Item } from '../../../functions/adapters/dynamodb/item.ts'
import { mediaIdSchema, recorderIdSchema, recordingIdSchema, routeIdSchema } from '../../../functions/contract/index.ts'
import { notReviewed } from '../../../functions/domain/recordings/index.ts'
import type {
  AuditEntry,
  Instant,
  MediaFile,
  MediaId,
  MetadataDocument,
  RecorderId,
  Recording,
  RecordingId,
  RouteId,
  TenantId,
} from '../../../functions/model/index.ts'
import type { NewRecording, RecordingStore } from '../../../functions/ports/index.ts'
import { ensureTable, guardDynamoDb, loadItems, startDynamoDb } from '../../../local/dynamodb/index.ts'
import { givenEntry } from '../../domain/audit/given.ts'
import { givenSessions } from '../../given/sessions.ts'

export type Call = { name: string; tenants: Set<string>; units: number }

export type GivenTable = {
  url: string
  tableName: string
  /** Sees everything, whosever it is, past the guard that the stores are under. */
  raw: DynamoDBDocumentClient
  recordings: RecordingStore
  clientsFor(tenantId: TenantId): Promise<{ dynamodb: DynamoDBDocumentClient }>
  /** What was asked of DynamoDB meanwhile: operations, tenants of partition keys, read units. */
  calls: Call[]
  clock: { now(): Instant; moveMs(ms: number): void }
  /** Every item that names the text anywhere. */
  itemsNaming(text: string): Promise<unknown[]>
  /** The same without what the audit keeps for good. */
  itemsOutsideAuditNaming(text: string): Promise<unknown[]>
  dispose(): Promise<void>
}

export const localCredentials = { accessKeyId: 'test', secretAccessKey: 'test' }

/** The table, with items, on an engine of its own, or on DYNAMODB_URL under a name of its own. */
export async function givenTable(items: readonly Item[] = []): Promise<GivenTable> {
  const folder = await mkdtemp(join(tmpdir(), 'soundkeep-dynamodb-'))
  const tableName = `Soundkeep-${randomUUID()}`
  if (!process.env.DYNAMODB_URL) await loadItems(folder, tableName, soundkeepTable, items)
  const engine = await startDynamoDb({ host: '127.0.0.1', port: 0, folder, url: process.env.DYNAMODB_URL })
  const client = new DynamoDBClient({ endpoint: engine.url, region: 'us-east-1', credentials: localCredentials })
  await ensureTable(client, tableName, soundkeepTable)
  const calls: Call[] = []
  const raw = DynamoDBDocumentClient.from(client)
  for (let start = 0; process.env.DYNAMODB_URL && start < items.length; start += 100) {
    const puts = items.slice(start, start + 100).map((item) => ({ Put: { TableName: tableName, Item: item } }))
    await raw.send(new TransactWriteCommand({ TransactItems: puts }))
  }
  const sessions = givenSessions({ tableName })
  const guard = await guardDynamoDb({
    ...{ host: '127.0.0.1', port: 0, url: engine.url, tables: { [tableName]: soundkeepTable } },
    ...{ arnPrefix: sessions.arns.table.slice(0, -tableName.length), credentialOf: sessions.credentialOf },
    authorize: sessions.authorize.dynamodb,
  })
  const { requestHandler } = new DynamoDBClient({ region: 'us-east-1' }).config
  const watchedFor = (tenantId: TenantId) => {
    const credentials = sessions.keyOf(tenantId)
    const watched = new DynamoDBClient({ endpoint: guard.url, region: 'us-east-1', credentials, requestHandler })
    watched.middlewareStack.add(
      (next, context) => async (args) => {
        const input = { ...args.input, ReturnConsumedCapacity: 'TOTAL' }
        const call = { name: context.commandName ?? '', tenants: tenantsIn(input), units: 0 }
        calls.push(call)
        const result = await next({ ...args, input })
        const capacity = [unknownField(result.output, 'ConsumedCapacity') ?? []].flat()
        for (const each of capacity) call.units += Number(unknownField(each, 'CapacityUnits') ?? 0)
        return result
      },
      { step: 'initialize', priority: 'low' },
    )
    return DynamoDBDocumentClient.from(watched)
  }
  const watched = new Map<TenantId, DynamoDBDocumentClient>()
  const clientsFor = async (tenantId: TenantId) => {
    const dynamodb = watched.get(tenantId) ?? watchedFor(tenantId)
    watched.set(tenantId, dynamodb)
    return { dynamodb }
  }
  let offsetMs = 0
  const clock = {
    now: () => new Date(Date.now() + offsetMs).toISOString(),
    moveMs(ms: number) {
      offsetMs += ms
    },
  }
  const itemsNaming = async (text: string) => {
    const found: Record<string, unknown>[] = []
    let next: Record<string, unknown> | undefined
    do {
      const page = await raw.send(new ScanCommand({ TableName: tableName, ExclusiveStartKey: next }))
      found.push(...(page.Items ?? []).filter((item) => JSON.stringify(item).includes(text)))
      next = page.LastEvaluatedKey
    } while (next)
    return found
  }
  return {
    url: engine.url,
    tableName,
    raw,
    calls,
    clock,
    clientsFor,
    recordings: recordingStore(clientsFor, tableName, clock),
    itemsNaming,
    async itemsOutsideAuditNaming(text) {
      return (await itemsNaming(text)).filter(({ PK }) => !String(PK).includes(`#${auditStart}`))
    },
    async dispose() {
      if (process.env.DYNAMODB_URL) await client.send(new DeleteTableCommand({ TableName: tableName }))
      requestHandler.destroy?.()
      client.destroy()
      await guard.close()
      await engine.close()
      await rm(folder, { recursive: true })
    },
  }
}

/** Every store but that of recordings, of a clock that the test moves. */
export function storesOf({ clientsFor, tableName }: GivenTable, clock: { now(): Instant }) {
  return {
    directory: directory(clientsFor, tableName),
    categories: categoryStore(clientsFor, tableName, clock),
    customFields: customFieldStore(clientsFor, tableName, clock),
    ...{ groups: groupStore(clientsFor, tableName, clock), people: personStore(clientsFor, tableName, clock) },
    ...{ policies: policyStore(clientsFor, tableName, clock), recorders: recorderStore(clientsFor, tableName, clock) },
    ...{ routes: routeStore(clientsFor, tableName, clock), tenants: tenantStore(clientsFor, tableName, clock) },
    users: userStore(clientsFor, tableName, clock),
  }
}
export type GivenStores = ReturnType<typeof storesOf>

/** What the audit has of a tenant: the names of what was done, by name. */
export async function actionsIn(table: GivenTable, tenantId: TenantId): Promise<string[]> {
  const entries = (await table.itemsNaming(`T#${tenantId}#AUDIT`)).filter(
    (item) => unknownField(item, 'kind') === 'entry',
  )
  return entries.map((entry) => String(unknownField(entry, 'action'))).sort()
}

function tenantsIn(input: unknown): Set<string> {
  return new Set([...JSON.stringify(input).matchAll(/"T#([^#"]*)#/g)].map(([, tenant]) => tenant ?? ''))
}

function unknownField(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined
}

const newId = () => ulid().toLowerCase()
export const newTenantId = (): TenantId => tenantIdOfOurKey(newId())
export const newRecordingId = (): RecordingId => recordingIdSchema.parse(newId())
export const newMediaId = (): MediaId => mediaIdSchema.parse(newId())
export const newRecorderId = (): RecorderId => recorderIdSchema.parse(newId())
export const newRouteId = (): RouteId => routeIdSchema.parse(newId())

/** What a change is audited by, where no test asks. */
export const audit: AuditEntry = givenEntry({ action: 'changeTenant' })

/** A call that a recorder of the tenant announced, answered after a while. */
export function givenRecording(tenantId: TenantId, facts: Partial<Recording> = {}): Recording {
  const id = facts.id ?? newRecordingId()
  return {
    tenantId,
    id,
    routeId: newRouteId(),
    routedBy: 'name',
    fromE164: '+12025550143',
    toE164: '+12025550199',
    sessionId: `session-${id}`,
    isSessionIdGenerated: false,
    startedAt: '2026-03-01T09:30:00.000Z',
    isStartEstimated: false,
    ingressCallId: null,
    egressCallId: null,
    from: '+12025550143',
    fromName: null,
    to: '+12025550199',
    toName: 'Acme Dental',
    direction: 'inbound',
    endedAt: '2026-03-01T09:34:10.250Z',
    reportedDurationMs: 250_250,
    agentId: null,
    agentName: null,
    queue: null,
    callGroupId: null,
    sipHeaders: [{ name: 'X-ISR-UCID', value: 'ucid-1' }],
    pauses: [
      { startedAt: '2026-03-01T09:31:00.000Z', endedAt: '2026-03-01T09:31:30.000Z', mode: 'cut', reason: 'Card data' },
    ],
    participants: [{ participantId: 'p1', aor: 'sip:ann@example.com', name: null, labels: ['1'] }],
    ...{ arePartiesUncertain: true, metadataSessionId: 'rs-1', metadataDocuments: 1, hasOmittedDocuments: false },
    media: { kinds: ['audio'], status: 'pending', files: 1, segments: 1, lengthBytes: 3_900_000, durationMs: null },
    review: notReviewed,
    customValues: {},
    editedFields: { queue: 3 },
    recorderId: 'rec-acme',
    createdAt: '2026-03-01T09:35:00.000Z',
    updatedAt: '2026-03-01T09:35:00.000Z',
    version: 1,
    ...facts,
  }
}

export function givenMedia(recordingId: RecordingId, facts: Partial<MediaFile> = {}): MediaFile {
  return {
    id: newMediaId(),
    recordingId,
    seq: 1,
    kind: 'audio',
    startOffsetMs: 0,
    channels: ['caller', 'agent'],
    labels: ['1', null],
    fileName: 'call.wav',
    contentType: 'audio/wav',
    lengthBytes: 3_900_000,
    sha256: randomUUID().replaceAll('-', '').repeat(2),
    state: 'pending',
    problem: null,
    problemDetail: null,
    uploadId: newId(),
    announcedAt: '2026-03-01T09:35:00.000Z',
    multipart: null,
    versionId: null,
    container: null,
    codec: null,
    durationMs: null,
    isPlayable: false,
    ...facts,
  }
}

/** A SIPREC document as it was kept. */
export const givenDocument = (text: string, number = 1): MetadataDocument => ({
  ...{ number, text, receivedAt: '2026-03-01T09:35:00.000Z', timeZone: 'Europe/Berlin' },
})

/** A recording as `create` takes it, with nothing beside it unless told. */
export const alone = (recording: Recording, rest: Partial<NewRecording> = {}): NewRecording => ({
  recording,
  media: [],
  siprec: null,
  checksums: [],
  idempotency: null,
  audit,
  ...rest,
})
