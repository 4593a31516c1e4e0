import { join } from 'node:path'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams'
import { STSClient } from '@aws-sdk/client-sts'
import type { DynamoDBStreamEvent } from 'aws-lambda'
import {
  personStore,
  readKey,
  recorderStore,
  routeStore,
  soundkeepTable,
  tenantStore,
  userStore,
} from '../functions/adapters/dynamodb/index.ts'
import { dashboardAccess } from '../functions/adapters/s3/index.ts'
import { clientsFor } from '../functions/adapters/sts/index.ts'
import { systemClock } from '../functions/adapters/system/index.ts'
import { basePath } from '../functions/contract/index.ts'
import { cognitoApi } from './cognito/index.ts'
import { buildDashboard } from './dashboard/index.ts'
import { demoRecorders, seedCalls, seedCustomData, seedDirectory, seedReviews } from './demo/index.ts'
import { ensureTable, followStream, guardDynamoDb, startDynamoDb } from './dynamodb/index.ts'
import {
  type EventFunction,
  type FunctionName,
  functionNames,
  type LocalFunctions,
  loadFunctions,
} from './functions/index.ts'
import { startGateway } from './gateway/index.ts'
import { handOver } from './hand-over.ts'
import { arnsOf, type GuardOptions, guardedServices, iamGuard } from './iam/index.ts'
import { dashboardClientId, identitiesOf, openIdentities, seedIdentities, signInsOf } from './identities.ts'
import { PERSON_SCOPES, RECORDER_SCOPE, startOidc } from './oidc/index.ts'
import { startS3 } from './s3/index.ts'
import { type AccessKey, isDone, loadSecrets, markDone, newKey, openStateFolder } from './state/index.ts'
import { startSts } from './sts/index.ts'
import { type QueueUrls, startWorkQueues } from './work-queues.ts'

export const host = '127.0.0.1'
export const region = 'us-east-1'
export const tableName = 'Soundkeep'
export const bucketName = 'soundkeep-recordings'
export const userPoolId = `${region}_local`
const account = '000000000000'

/** What this cloud's resources are called. */
export const localNames = { region, account, tableName, bucketName, userPoolId }
export const arns = arnsOf(localNames)

/** Of media files, which alone the rule of the stack lets through. */
const mediaKeys = /^t\/.*\/r\//

const sweepEveryMs = 5 * 60_000
const sealEveryMs = 60_000

export type CloudOptions = {
  home: string
  /** Of the dashboard and API; the parts behind take the next ones. 0: any free ports. */
  port: number
  /** A DynamoDB that runs already. */
  dynamodbUrl?: string | undefined
  /** False leaves the dashboard unbuilt and serves the API alone. */
  withDashboard?: boolean
  /** False leaves the world without calls. */
  withDemoCalls?: boolean
  /** Moves the clock of retention and expiry, for trying what takes days; tokens and signatures keep the real time. */
  businessOffsetMs?: number
  /** False: what is stored and deleted reaches no function by itself; messages wait in their queues. For tests. */
  deliversEvents?: boolean
  /** Other policies than those of the stacks, and who is told of what they decide. */
  iam?: Omit<GuardOptions, 'names'>
  /** Of the functions: ERROR, unless told, so that a line for each request does not hide what matters. */
  logLevel?: 'INFO' | 'ERROR'
  /** Ends a start under way between two of its steps. */
  signal?: AbortSignal
  say?: (line: string) => void
  /** The engine ended by itself. */
  onFault?: (error: Error) => void
}

export type LocalCloud = {
  url: string
  apiUrl: string
  s3Url: string
  issuer: string
  dynamodbUrl: string
  /** For people at this machine, against the local S3 and DynamoDB. */
  operatorKey: { accessKeyId: string; secretAccessKey: string }
  /** What a function of this cloud signs with, for whoever tries what it may do. */
  functionKey(name: FunctionName): AccessKey
  tokenOf(personOrRecorder: string): Promise<string>
  /** Where messages for functions lie, and those that were given up. */
  queueUrls: QueueUrls
  /** The functions themselves, for events of any make. */
  functions: LocalFunctions
  /** What the schedules do, now. */
  runSchedule(name: EventFunction): Promise<void>
  close(): Promise<void>
}

/** Parts are closed in the opposite order of their start. */
function closers() {
  const steps: (() => Promise<void>)[] = []
  return {
    add: (step: () => Promise<void>) => void steps.push(step),
    /** Goes on after a step that fails, so that no part is left behind; @throws the first error */
    async closeAll() {
      const errors: unknown[] = []
      for (const step of steps.splice(0).reverse()) await step().catch((error: unknown) => errors.push(error))
      if (errors.length > 0) throw errors[0]
    },
  }
}

/**
 * Brings up all parts of the cloud on this machine, on the state in `home`, and seeds the demo world once.
 * @throws Error in one sentence that says what to do; whatever was started is closed again
 */
export async function startCloud(options: CloudOptions): Promise<LocalCloud> {
  const parts = closers()
  try {
    return await startParts(options, parts)
  } catch (error) {
    await parts.closeAll().catch(() => {}) // what went wrong first is what helps
    throw error
  }
}

async function startParts(options: CloudOptions, parts: ReturnType<typeof closers>): Promise<LocalCloud> {
  const { home, port, say = () => {}, onFault, signal } = options
  const portOf = (offset: number) => (port === 0 ? 0 : port + offset)
  const listening = async <T>(what: string, wanted: number, start: () => Promise<T>): Promise<T> => {
    signal?.throwIfAborted()
    try {
      return await start()
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')) throw error
      throw new Error(
        `Port ${wanted}, wanted for ${what}, is taken: stop what uses it, or set PORT to another one (five in a row are needed).`,
      )
    }
  }

  await openStateFolder(home)
  const recorderNames = demoRecorders.map((recorder) => recorder.login)
  const secrets = await loadSecrets(home, recorderNames)
  const identities = openIdentities(home)
  parts.add(async () => identities.close())
  seedIdentities(identities, secrets)
  const pagesFolder = options.withDashboard === false ? undefined : await buildDashboard(say)

  const authorize = guardedServices(iamGuard({ ...options.iam, names: localNames }), localNames)
  // As in the cloud, nobody keeps the keys of functions: each gets its own when it starts.
  const keys = new Map([...functionNames, 'seed', 'deployment'].map((name) => [name, newKey('FN')]))
  const keyNamed = (name: string): AccessKey => {
    const key = keys.get(name)
    if (!key) throw new Error(`nobody is called ${name}`)
    return key
  }
  const sts = await listening('STS', portOf(4), () =>
    startSts({
      ...{ host, port: portOf(4), roles: [...functionNames, 'seed'].map(arns.tenantRole) },
      credentials: [
        ...[...keys].map(([name, key]) => ({ ...key, arn: arns.role(name) })),
        { ...secrets.operatorKey, arn: arns.operator },
      ],
      authorize: authorize.sts,
    }),
  )
  parts.add(() => sts.close())

  signal?.throwIfAborted()
  const engine = await startDynamoDb({
    ...{ host, port: 0, folder: join(home, 'dynamodb'), url: options.dynamodbUrl },
    onExit: (error) => onFault?.(error),
  })
  parts.add(() => engine.close())
  const dynamodb = await listening('DynamoDB', portOf(3), () =>
    guardDynamoDb({
      ...{ host, port: portOf(3), url: engine.url, tables: { [tableName]: soundkeepTable } },
      ...{ arnPrefix: arns.table.slice(0, -tableName.length), credentialOf: sts.credentialOf },
      authorize: authorize.dynamodb,
    }),
  )
  parts.add(() => dynamodb.close())
  const tables = new DynamoDBClient({ region, endpoint: dynamodb.url, credentials: keyNamed('deployment') })
  parts.add(async () => tables.destroy())
  await ensureTable(tables, tableName, soundkeepTable)

  // The functions' gateway listens first: its address is where the dashboard's sign-in returns to.
  const closing = new AbortController()
  // The error's name alone: its message may hold what people said or dialled.
  const complain = (what: string) => (error: unknown) => {
    if (!closing.signal.aborted) console.error(`${what} (${error instanceof Error ? error.name : 'unknown'}).`)
  }
  const functions = Promise.withResolvers<LocalFunctions>()
  functions.promise.catch(() => {}) // whoever waits for them is told
  const addresses = { issuer: '', storage: '' }
  const gateway = await listening('the dashboard', port, () =>
    startGateway({
      ...{ host, port, pagesFolder },
      invoke: async (room, event) => (await functions.promise).invokeRoom(room, event),
      onFault: complain('A request failed'),
      config: () => ({
        issuer: addresses.issuer,
        clientId: dashboardClientId,
        scope: PERSON_SCOPES.join(' '),
      }),
      outbox: identities.mails.sent,
      reach: () => ({ signIn: [addresses.issuer], storage: addresses.storage }),
    }),
  )
  parts.add(() => gateway.close())

  const oidc = await listening('sign-in', portOf(2), () =>
    startOidc({
      ...{ host, port: portOf(2), corsOrigins: [gateway.url] },
      ...{ ...identitiesOf(home, identities, gateway.url), ...signInsOf(identities) },
      awsApi: (issuer) =>
        cognitoApi(
          {
            ...{ pool: identities, userPoolId, region, account, dashboardUrl: gateway.url },
            ...{ recorderScopes: [RECORDER_SCOPE], credentialOf: sts.credentialOf },
            authorize: authorize.cognito,
          },
          issuer,
        ),
    }),
  )
  parts.add(() => oidc.close())

  const queues = await startWorkQueues({
    ...{ host, home, region, credentialOf: sts.credentialOf, authorize: authorize.sqs },
    principalOf: (name) => ({ arn: arns.role(name), tags: {} }),
  })
  parts.add(() => queues.close())
  const s3 = await listening('S3', portOf(1), () =>
    startS3({
      ...{ host, port: portOf(1), folder: join(home, 's3'), region },
      buckets: [
        {
          name: bucketName,
          versioned: true,
          objectLock: true,
          cors: [{ allowedOrigins: [gateway.url], ...dashboardAccess }],
        },
      ],
      credentials: async (id) => sts.credentialOf(id),
      authorize: authorize.s3,
      onEvent: async (event) => {
        const isOfMedia = mediaKeys.test(event.detail.object.key)
        if (event['detail-type'] === 'Object Created' && isOfMedia) queues.send('arrivals', event)
      },
      onFault: complain('The local S3 failed'),
    }),
  )
  parts.add(() => s3.close())
  parts.add(async () => {
    closing.abort()
    functions.reject(new Error('the cloud is closing'))
  })
  Object.assign(addresses, { issuer: oidc.issuer, storage: s3.url })

  const loaded = await loadFunctions(
    {
      ...{ AWS_REGION: region, AWS_ENDPOINT_URL_S3: s3.url },
      ...{ AWS_ENDPOINT_URL_DYNAMODB: dynamodb.url, AWS_ENDPOINT_URL_STS: sts.url },
      AWS_ENDPOINT_URL_SQS: queues.url,
      ...{ TABLE_NAME: tableName, BUCKET_NAME: bucketName, ISSUER: oidc.issuer, USER_POOL_ID: userPoolId },
      AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: oidc.issuer,
      ...{ DASHBOARD_CLIENT_ID: dashboardClientId, CURSOR_KEYS: JSON.stringify(secrets.cursorKeys) },
      // Nothing stands before the API here.
      ORIGIN_SECRETS: 'none',
      BUSINESS_OFFSET_MS: String(options.businessOffsetMs ?? 0),
      ...telemetryOf(options.logLevel ?? 'ERROR'),
    },
    (name) => ({
      key: keyNamed(name),
      variables: { TENANT_ROLE_ARN: arns.tenantRole(name), ...queues.environmentOf(name) },
    }),
  )
  functions.resolve(loaded)

  if (options.deliversEvents !== false) {
    parts.add(queues.deliverTo(loaded, complain('A message failed and comes again')))
    parts.add(await followDeletions())
  }
  // Lambda reads the stream in the function's own name.
  async function followDeletions(): Promise<() => Promise<void>> {
    const streams = new DynamoDBStreamsClient({ region, endpoint: dynamodb.url, credentials: keyNamed('reaper') })
    const stream = await followStream({
      ...{ dynamodb: tables, streams, tableName, folder: join(home, 'events'), name: 'reaper' },
      filter: (record) => {
        const keys = record.dynamodb?.Keys
        return readKey({ PK: keys?.PK?.S ?? '', SK: keys?.SK?.S ?? '' })?.kind === 'deletion'
      },
      onBatch: (event: DynamoDBStreamEvent) => loaded.reaper(event),
      onError: complain('The stream of the table could not be read and is tried again'),
      onDead: (_record, error) => complain('A deletion failed and is left to the next sweep')(error),
    })
    return async () => {
      await stream.close()
      streams.destroy()
    }
  }

  const sweep = async () => {
    const failed = complain('A sweep failed and is tried again at the next')
    await Promise.all([loaded.onSchedule('arrivals').catch(failed), loaded.onSchedule('reaper').catch(failed)])
  }
  const seal = () =>
    loaded.onSchedule('sealer').catch(complain('Sealing the audit failed and is tried again in a minute'))
  parts.add(repeat(sweep, sweepEveryMs))
  parts.add(repeat(seal, sealEveryMs))
  // The front door first, so that requests under way still find everything that they need.
  parts.add(() => gateway.close())

  await seed(
    { ...options, say },
    {
      ...{ apiUrl: `${gateway.url}${basePath}`, tokenOf: oidc.mintAccessToken },
      stsClient: () => new STSClient({ region, endpoint: sts.url, credentials: keyNamed('seed') }),
    },
  )
  signal?.throwIfAborted()
  await handOver(home, secrets, {
    ...{ url: gateway.url, issuer: oidc.issuer, s3Url: s3.url, dynamodbUrl: dynamodb.url },
    ...{ region, tableName, bucketName, userPoolId, queues: queues.urls },
  })

  return {
    ...{ url: gateway.url, apiUrl: `${gateway.url}${basePath}`, s3Url: s3.url, issuer: oidc.issuer },
    ...{ dynamodbUrl: dynamodb.url, operatorKey: secrets.operatorKey },
    ...{ queueUrls: queues.urls, functions: loaded },
    functionKey: (name) => keyNamed(name),
    tokenOf: oidc.mintAccessToken,
    runSchedule: (name) => loaded.onSchedule(name),
    close: () => parts.closeAll(),
  }
}

/** https://docs.aws.amazon.com/powertools/typescript/latest/environment-variables/ */
function telemetryOf(logLevel: 'INFO' | 'ERROR') {
  return {
    ...{ POWERTOOLS_SERVICE_NAME: 'soundkeep-local', POWERTOOLS_LOG_LEVEL: logLevel },
    POWERTOOLS_METRICS_DISABLED: String(logLevel === 'ERROR'),
  }
}

/** One run after the other. @returns what ends it, and waits for the run under way */
function repeat(run: () => Promise<void>, everyMs: number): () => Promise<void> {
  let running: Promise<void> = Promise.resolve()
  const timer = setInterval(() => {
    running = running.then(run)
  }, everyMs)
  return async () => {
    clearInterval(timer)
    await running
  }
}

type SeedTools = { apiUrl: string; tokenOf: (name: string) => Promise<string>; stsClient: () => STSClient }

/** Each step is marked when it is done, so that a first start that was cut off goes on at the next one. */
async function seed(
  { home, withDemoCalls = true, say, signal }: CloudOptions & { say: (line: string) => void },
  { apiUrl, tokenOf, ...tools }: SeedTools,
): Promise<void> {
  if (!(await isDone(home, 'directory'))) {
    const stsClient = tools.stsClient()
    const roleArn = arns.tenantRole('seed')
    const clients = clientsFor({ roleArn, stsClient, region, sessionSeconds: 3600 })
    const clock = systemClock()
    await seedDirectory({
      tenants: tenantStore(clients, tableName, clock),
      routes: routeStore(clients, tableName, clock),
      users: userStore(clients, tableName, clock),
      recorders: recorderStore(clients, tableName, clock),
      people: personStore(clients, tableName, clock),
    })
    stsClient.destroy()
    await markDone(home, 'directory')
  }
  if (withDemoCalls && !(await isDone(home, 'calls'))) {
    say('Recording the demo calls (once) ...')
    await seedCalls({ apiUrl, tokenOf, now: new Date(), signal })
    await markDone(home, 'calls')
  }
  if (withDemoCalls && !(await isDone(home, 'customData'))) {
    await seedCustomData({ apiUrl, tokenOf, signal })
    await markDone(home, 'customData')
  }
  if (withDemoCalls && !(await isDone(home, 'reviews'))) {
    await seedReviews({ apiUrl, tokenOf, signal })
    await markDone(home, 'reviews')
  }
}
