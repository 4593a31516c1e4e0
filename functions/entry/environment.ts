import { STSClient } from '@aws-sdk/client-sts'
import { parseCursorKeys, sealedCursors } from '../adapters/cursors/index.ts'
import {
  auditMinutes,
  auditStore,
  directory,
  recordingStore,
  routeStore,
  settingsReader,
  tenantStore,
} from '../adapters/dynamodb/index.ts'
import { oidcVerifier } from '../adapters/oidc/index.ts'
import { auditBlocks, mediaStore } from '../adapters/s3/index.ts'
import { clientsFor, type TenantClientsFactory } from '../adapters/sts/index.ts'
import { systemClock, ulids } from '../adapters/system/index.ts'
import type { BoundRoom } from '../http/index.ts'
import { type RoomHandler, roomHandler } from '../http/index.ts'
import type { AuditSeals } from '../ports/index.ts'
import { reportFault } from './report.ts'

type Environment = Record<string, string | undefined>

function required(env: Environment, name: string): string {
  const value = env[name]
  if (!value)
    throw new Error(`The environment variable ${name} is not set: the stack that deploys this function sets it.`)
  return value
}

/** BUSINESS_OFFSET_MS moves the clock of retention and expiry; on one machine only, no stack sets it. */
function offsetMsOf(env: Environment): number {
  const offsetMs = Number(env.BUSINESS_OFFSET_MS ?? 0)
  if (!Number.isSafeInteger(offsetMs)) throw new Error('BUSINESS_OFFSET_MS must be a whole number of milliseconds.')
  return offsetMs
}

/** The door to tenants' data, on sessions of the function's tenant role. */
function tenantClientsFrom(env: Environment): TenantClientsFactory {
  const region = required(env, 'AWS_REGION')
  const roleArn = required(env, 'TENANT_ROLE_ARN')
  return clientsFor({ roleArn, stsClient: new STSClient({ region }), region, sessionSeconds: 3600 })
}

function tableStores(env: Environment, clients: TenantClientsFactory) {
  const tableName = required(env, 'TABLE_NAME')
  const clock = systemClock(offsetMsOf(env))
  const tenants = tenantStore(clients, tableName)
  const routes = routeStore(clients, tableName, clock)
  return {
    clock,
    ids: ulids,
    directory: directory(clients, tableName),
    tenants,
    routes,
    settings: settingsReader({ tenants, routes }),
    recordings: recordingStore(clients, tableName, clock),
    audit: auditStore(clients, tableName, clock),
  }
}

/** The stores of a function that has to do with the table alone. */
export function tableStoresFrom(env: Environment) {
  return tableStores(env, tenantClientsFrom(env))
}

/** The stores of a function. */
export function storesFrom(env: Environment) {
  const clients = tenantClientsFrom(env)
  const stores = tableStores(env, clients)
  return { ...stores, media: mediaStore(clients, required(env, 'BUCKET_NAME'), stores.clock) }
}

/** What the sealer works with. */
export function sealsFrom(env: Environment) {
  const clients = tenantClientsFrom(env)
  const tableName = required(env, 'TABLE_NAME')
  const clock = systemClock()
  const seals: AuditSeals = {
    ...auditMinutes(clients, tableName),
    ...auditBlocks(clients, required(env, 'BUCKET_NAME'), clock),
  }
  return { clock, seals, directory: directory(clients, tableName) }
}

export type Stores = ReturnType<typeof storesFrom>

export function cursorsFrom(env: Environment) {
  return sealedCursors(parseCursorKeys(required(env, 'CURSOR_KEYS')))
}

/** The handler of a room of the API. */
export function apiHandler(env: Environment, stores: Pick<Stores, 'directory'>, room: BoundRoom): RoomHandler {
  const tokens = oidcVerifier({
    issuer: required(env, 'ISSUER'),
    dashboardClientId: required(env, 'DASHBOARD_CLIENT_ID'),
  })
  return roomHandler(room, { tokens, directory: stores.directory, reportFault })
}
