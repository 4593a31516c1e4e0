import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { S3Client } from '@aws-sdk/client-s3'
import { AssumeRoleCommand, type STSClient } from '@aws-sdk/client-sts'
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import type { TenantId } from '../../model/index.ts'
import { renewingCache } from '../system/index.ts'

export type SessionCredentials = {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken: string
}

/** Clients that can reach one tenant's items and objects and no other's. */
export type TenantClients = {
  readonly dynamodb: DynamoDBDocumentClient
  readonly s3: S3Client
  /** The session itself, for clients that few functions need and that would weigh in the bundles of all. */
  readonly credentials: SessionCredentials
  /** When the role session ends; a URL signed by it does not live longer, whatever it says. */
  readonly expiresAt: Date
}

export type TenantClientsFactory = (tenantId: TenantId) => Promise<TenantClients>

export type ClientsForOptions = {
  /** The room's tenant role: its policies name the tenant by the tag `tenant` of the session. */
  readonly roleArn: string
  /** Acts as the function itself, which may assume that role and tag the session, and no more. */
  readonly stsClient: STSClient
  readonly region: string
  /** 3600 unless told, which is also the most: a function's own credentials are a session already (role chaining). */
  readonly sessionSeconds?: number
  readonly now?: () => Date
}

const MAX_TENANTS = 200
/** A session is left this long before its end, so that a URL of five minutes signed by it never dies early. */
const RENEW_BEFORE_MS = 5 * 60 * 1000

/**
 * The one door to tenants' data: clients on a session of the room's role, tagged with the tenant. Sessions are kept for up to
 * 200 tenants, the least used leaving first. Where requests go is the SDK's own matter (AWS_ENDPOINT_URL_DYNAMODB, _S3).
 *
 * A factory's clients share their connections, which belong to no tenant: every request is signed by itself. So a request
 * under way survives the renewal of its session, and many tenants do not mean many sockets; nobody may `destroy()` one.
 *
 * The factory rejects with the STS client's error where the role cannot be assumed, and asks again at the next call.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html
 */
export function clientsFor(options: ClientsForOptions): TenantClientsFactory {
  const { region, now = () => new Date() } = options
  /** Of the first tenant's clients: each kind has one for all tenants. */
  const handlers: { dynamodb?: DynamoDBClient['config']['requestHandler']; s3?: S3Client['config']['requestHandler'] } =
    {}

  async function open(tenantId: TenantId): Promise<TenantClients> {
    const { credentials, expiresAt } = await assumeTenantRole(options, tenantId)
    const common = { region, credentials }
    const dynamodb = new DynamoDBClient({ ...common, ...(handlers.dynamodb && { requestHandler: handlers.dynamodb }) })
    const s3 = new S3Client({
      ...common,
      ...(handlers.s3 && { requestHandler: handlers.s3 }),
      // Uploads bind the recorder's own SHA-256; a second checksum of the SDK's would be signed into their URLs.
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
    })
    handlers.dynamodb ??= dynamodb.config.requestHandler
    handlers.s3 ??= s3.config.requestHandler
    return {
      dynamodb: DynamoDBDocumentClient.from(dynamodb, { marshallOptions: { removeUndefinedValues: true } }),
      s3,
      credentials,
      expiresAt,
    }
  }

  return renewingCache({
    open,
    renewAtMs: ({ expiresAt }) => expiresAt.getTime() - RENEW_BEFORE_MS,
    nowMs: () => now().getTime(),
    maxEntries: MAX_TENANTS,
  })
}

async function assumeTenantRole({ roleArn, stsClient, sessionSeconds = 3600 }: ClientsForOptions, tenantId: TenantId) {
  const { Credentials } = await stsClient.send(
    new AssumeRoleCommand({
      RoleArn: roleArn,
      // CloudTrail shows the session's name beside each call.
      RoleSessionName: tenantId,
      DurationSeconds: sessionSeconds,
      Tags: [{ Key: 'tenant', Value: tenantId }],
    }),
  )
  const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = Credentials ?? {}
  if (!AccessKeyId || !SecretAccessKey || !SessionToken || !Expiration) {
    throw new Error('STS assumed the tenant role without giving credentials')
  }
  return {
    credentials: { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken },
    expiresAt: Expiration,
  }
}
