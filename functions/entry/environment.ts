import { STSClient } from '@aws-sdk/client-sts'
import * as z from 'zod'
import { parseCursorKeys, sealedCursors } from '../adapters/cursors/index.ts'
import {
  auditMinutes,
  auditStore,
  directory,
  groupStore,
  recorderStore,
  routeStore,
  settingsReader,
  standingReader,
  tenantStore,
  userStore,
} from '../adapters/dynamodb/index.ts'
import { oidcVerifier } from '../adapters/oidc/index.ts'
import { auditBlocks } from '../adapters/s3/index.ts'
import { clientsFor, type TenantClientsFactory } from '../adapters/sts/index.ts'
import { systemClock, ulids } from '../adapters/system/index.ts'
import type { BoundRoom, FrontDoor, HttpPorts } from '../http/index.ts'
import { type RoomHandler, roomHandler } from '../http/index.ts'
import type { AuditSeals, Clock } from '../ports/index.ts'
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

type InTable<S> = (clients: TenantClientsFactory, tableName: string, clock: Clock) => S
type InBucket<S> = (clients: TenantClientsFactory, bucket: string, clock: Clock) => S

/**
 * The table TABLE_NAME, on sessions that are given, and which tenants there are. `inTable` makes the stores that a function
 * works with: those that it does not name it does not bundle.
 */
export function tableOn(env: Environment, clients: TenantClientsFactory) {
  const tableName = required(env, 'TABLE_NAME')
  const clock = systemClock(offsetMsOf(env))
  const inTable = <S>(make: InTable<S>): S => make(clients, tableName, clock)
  return { clock, ids: ulids, inTable, directory: inTable(directory) }
}

/** The table and the bucket BUCKET_NAME of a function; `inBucket` makes what it does with objects. */
export function placesFrom(env: Environment) {
  const clients = tenantClientsFrom(env)
  const table = tableOn(env, clients)
  const bucket = required(env, 'BUCKET_NAME')
  const inBucket = <S>(make: InBucket<S>): S => make(clients, bucket, table.clock)
  return { ...table, inBucket }
}

/** By what every room of the API decides: who somebody is and what the tenant has set, and the audit. */
export function deciding<T extends ReturnType<typeof tableOn>>(table: T) {
  const { inTable, directory } = table
  const [tenants, routes] = [inTable(tenantStore), inTable(routeStore)]
  const [users, groups, recorders] = [inTable(userStore), inTable(groupStore), inTable(recorderStore)]
  const standings = inTable((clients, name) =>
    standingReader(clients, name, { directory, tenants, users, groups, recorders }),
  )
  const settings = settingsReader({ tenants, routes })
  return { ...table, tenants, routes, users, groups, recorders, standings, settings, audit: inTable(auditStore) }
}

/** Of a room that has to do with the table alone. */
export const tableStoresFrom = (env: Environment) => deciding(tableOn(env, tenantClientsFrom(env)))

/** Of a room that has to do with objects as well. */
export const storesFrom = (env: Environment) => deciding(placesFrom(env))

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

export type Stores = ReturnType<typeof tableStoresFrom>

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
