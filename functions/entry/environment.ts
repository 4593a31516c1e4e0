import { STSClient } from '@aws-sdk/client-sts'
import * as z from 'zod'
import { parseCursorKeys, sealedCursors } from '../adapters/cursors/index.ts'
import {
  auditMinutes,
  auditStore,
  categoryStore,
  customFieldStore,
  directory,
  groupStore,
  personStore,
  policyStore,
  recorderStore,
  recordingStore,
  renditionStore,
  reviewStore,
  routeStore,
  settingsReader,
  standingReader,
  tenantStore,
  transcriptStore,
  userStore,
} from '../adapters/dynamodb/index.ts'
import { oidcVerifier } from '../adapters/oidc/index.ts'
import { auditBlocks, mediaParts, mediaStore, renditionObjects, transcriptTexts } from '../adapters/s3/index.ts'
import { clientsFor, type TenantClientsFactory } from '../adapters/sts/index.ts'
import { systemClock, ulids } from '../adapters/system/index.ts'
import type { BoundRoom, FrontDoor, HttpPorts } from '../http/index.ts'
import { type RoomHandler, roomHandler } from '../http/index.ts'
import type { AuditSeals } from '../ports/index.ts'
import { reportAnswer, reportFault } from './report.ts'

export type Environment = Record<string, string | undefined>

export function required(env: Environment, name: string): string {
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
export function tenantClientsFrom(env: Environment): TenantClientsFactory {
  const region = required(env, 'AWS_REGION')
  const roleArn = required(env, 'TENANT_ROLE_ARN')
  const stsClient = new STSClient({ region, credentials: ownCredentials(env) })
  return clientsFor({ roleArn, stsClient, region, sessionSeconds: 3600 })
}

/**
 * Those of the function's own role, which Lambda puts into its environment; the SDK finds them elsewhere where they are not.
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html
 */
export function ownCredentials(env: Environment) {
  const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN } = env
  if (!AWS_ACCESS_KEY_ID || !AWS_SECRET_ACCESS_KEY) return undefined
  return {
    ...{ accessKeyId: AWS_ACCESS_KEY_ID, secretAccessKey: AWS_SECRET_ACCESS_KEY },
    ...(AWS_SESSION_TOKEN && { sessionToken: AWS_SESSION_TOKEN }),
  }
}

/** The stores of the table TABLE_NAME, on sessions that are given. */
export function tableStores(env: Environment, clients: TenantClientsFactory) {
  const tableName = required(env, 'TABLE_NAME')
  const clock = systemClock(offsetMsOf(env))
  const tenants = tenantStore(clients, tableName, clock)
  const routes = routeStore(clients, tableName, clock)
  const users = userStore(clients, tableName, clock)
  const groups = groupStore(clients, tableName, clock)
  const recorders = recorderStore(clients, tableName, clock)
  const all = directory(clients, tableName)
  return {
    ...{ clock, ids: ulids, directory: all, tenants, routes, users, groups, recorders },
    audit: auditStore(clients, tableName, clock),
    categories: categoryStore(clients, tableName, clock),
    customFields: customFieldStore(clients, tableName, clock),
    policies: policyStore(clients, tableName, clock),
    people: personStore(clients, tableName, clock),
    standings: standingReader(clients, tableName, { directory: all, tenants, users, groups, recorders }),
    settings: settingsReader({ tenants, routes }),
    recordings: recordingStore(clients, tableName, clock),
    reviews: reviewStore(clients, tableName, clock),
    transcripts: transcriptStore(clients, tableName, clock),
    renditions: renditionStore(clients, tableName),
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
  const bucket = required(env, 'BUCKET_NAME')
  return {
    ...stores,
    media: mediaStore(clients, bucket, stores.clock),
    parts: mediaParts(clients, bucket, stores.clock),
    texts: transcriptTexts(clients, bucket),
    objects: renditionObjects(clients, bucket, stores.clock),
  }
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

/**
 * ORIGIN_SECRETS: what CloudFront may prove itself by, as a JSON list; `none` where nothing stands before the API. It must be
 * said: a function that was not told would else answer whoever goes round CloudFront.
 */
function frontDoorFrom(env: Environment): FrontDoor {
  const text = required(env, 'ORIGIN_SECRETS')
  if (text === 'none') return 'none'
  const [first, ...others] = z.array(z.string().min(32)).min(1).parse(JSON.parse(text))
  if (first === undefined) throw new Error('ORIGIN_SECRETS must name a secret, or be none.')
  return { secrets: [first, ...others] }
}

/** The handler of a room of the API. */
export function apiHandler(
  env: Environment,
  stores: Pick<Stores, 'standings' | 'audit' | 'clock'>,
  room: BoundRoom,
  watch: Pick<HttpPorts, 'onOutcome' | 'onAnswered'> = {},
): RoomHandler {
  const tokens = oidcVerifier({
    issuer: required(env, 'ISSUER'),
    dashboardClientId: required(env, 'DASHBOARD_CLIENT_ID'),
  })
  const { standings, audit, clock } = stores
  const frontDoor = frontDoorFrom(env)
  const told = { reportFault, onAnswered: reportAnswer, ...watch }
  return roomHandler(room, { frontDoor, tokens, standings, audit, clock, ...told })
}
