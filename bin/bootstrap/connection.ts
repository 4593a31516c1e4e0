import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { S3Client } from '@aws-sdk/client-s3'
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import { cognitoIdentities } from '../../functions/adapters/cognito/index.ts'
import {
  firstSuperUserStore,
  personStore,
  platformTenantId,
  policyStore,
} from '../../functions/adapters/dynamodb/index.ts'
import type { TenantClientsFactory } from '../../functions/adapters/sts/index.ts'
import { deciding, type Environment, tableOn } from '../../functions/entry/environment.ts'
import { stageNamed } from '../../lib/stages.ts'
import { readOperatorAccess } from '../../local/hand-over.ts'
import { readOutputs } from '../aws/index.ts'

type Place = {
  region: string
  tableName: string
  userPoolId: string
  /** Of the dashboard. */
  url: string
  tokenUrl: string
  credentials?: { accessKeyId: string; secretAccessKey: string }
  dynamodbUrl?: string
  issuerUrl?: string
}

export type Connection = Awaited<ReturnType<typeof connect>>

/**
 * The stores and the user pool of a stage, or of the cloud on this machine, with the rights of whoever calls.
 * @param stage the name of a stage that was deployed from this folder; undefined: this machine's
 * @throws Error in one sentence that says what to do
 */
export async function connect({ stage, root, home }: { stage: string | undefined; root: string; home: string }) {
  const place = stage === undefined ? await onThisMachine(home) : await ofStage(root, stage)
  const { region, tableName, userPoolId, url, tokenUrl, credentials, dynamodbUrl, issuerUrl } = place
  const own = { region, ...(credentials && { credentials }) }
  const raw = new DynamoDBClient({ ...own, ...(dynamodbUrl && { endpoint: dynamodbUrl }) })
  const dynamodb = DynamoDBDocumentClient.from(raw, { marshallOptions: { removeUndefinedValues: true } })
  const s3 = new S3Client(own)
  const sessions: TenantClientsFactory = async () => {
    const { sessionToken = '', expiration, ...keys } = await raw.config.credentials()
    const token = sessionToken === '' ? {} : { sessionToken }
    // A key that is no session's has no token, which the type asks of sessions.
    const session = { ...keys, ...token } as Awaited<ReturnType<TenantClientsFactory>>['credentials']
    return { dynamodb, s3, credentials: session, expiresAt: expiration ?? new Date(Date.now() + 3_600_000) }
  }
  const env: Environment = { AWS_REGION: region, TABLE_NAME: tableName }
  const stores = deciding(tableOn(env, sessions))
  const { inTable } = stores
  return {
    ...stores,
    ...{ people: inTable(personStore), policies: inTable(policyStore), firstSuperUser: inTable(firstSuperUserStore) },
    identities: cognitoIdentities({
      ...{ region, userPoolId, endpoint: issuerUrl, sessions: async () => sessions(platformTenantId) },
      ...{ tenantId: platformTenantId, recorderScope: 'soundkeep/ingest' },
    }),
    ...{ url, tokenUrl },
    async [Symbol.asyncDispose]() {
      raw.destroy()
      s3.destroy()
    },
  }
}

async function ofStage(root: string, name: string): Promise<Place> {
  const { region } = stageNamed(name)
  const { TableName, UserPoolId, DashboardUrl, TokenUrl } = await readOutputs(root, name)
  return { region, tableName: TableName, userPoolId: UserPoolId, url: DashboardUrl, tokenUrl: TokenUrl }
}

async function onThisMachine(home: string): Promise<Place> {
  const { url, issuer, dynamodbUrl, region, tableName, userPoolId, operatorKey } = await readOperatorAccess(home)
  const tokenUrl = `${issuer}/oauth2/token`
  return { region, tableName, userPoolId, url, tokenUrl, credentials: operatorKey, dynamodbUrl, issuerUrl: issuer }
}
