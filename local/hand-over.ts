import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { failureNames } from '../functions/adapters/sqs/index.ts'
import { loadSecrets, type Secrets, writeState } from './state/index.ts'

const addressesSchema = z.object({
  ...{ url: z.string(), issuer: z.string(), s3Url: z.string(), dynamodbUrl: z.string(), region: z.string() },
  ...{ tableName: z.string(), bucketName: z.string(), userPoolId: z.string() },
  queues: z.record(z.enum(failureNames), z.object({ queueUrl: z.string().nullable(), failuresUrl: z.string() })),
})

type Addresses = z.output<typeof addressesSchema>

/**
 * Writes into the state folder what programs beside the cloud connect by: `addresses.json`, `recorders.json` for the
 * command-line recorder, and `aws.config` for the AWS CLI (`AWS_CONFIG_FILE=<home>/aws.config aws s3 ls`).
 */
export async function handOver(home: string, secrets: Secrets, addresses: Addresses): Promise<void> {
  const { url, issuer, s3Url, region } = addresses
  const recorders = Object.fromEntries(
    Object.entries(secrets.recorderSecrets).map(([name, clientSecret]) => [
      name,
      { clientId: name, clientSecret, scope: 'soundkeep/ingest' },
    ]),
  )
  const aws = [
    '[default]',
    `region = ${region}`,
    `aws_access_key_id = ${secrets.operatorKey.accessKeyId}`,
    `aws_secret_access_key = ${secrets.operatorKey.secretAccessKey}`,
    `endpoint_url = ${s3Url}`,
  ]
  await writeState(home, 'addresses.json', asJson(addresses))
  await writeState(home, 'recorders.json', asJson({ url, tokenUrl: `${issuer}/oauth2/token`, recorders }))
  await writeState(home, 'aws.config', `${aws.join('\n')}\n`)
}

const asJson = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`

/** @throws Error in one sentence when nothing was started in that folder yet */
export async function readAddresses(home: string): Promise<Addresses> {
  try {
    return addressesSchema.parse(JSON.parse(await readFile(join(home, 'addresses.json'), 'utf8')))
  } catch {
    throw new Error(
      `There is no started Soundkeep in ${home}: run "npm start" first, or name its folder in SOUNDKEEP_HOME.`,
    )
  }
}

/**
 * Where the data are, and the key of whoever works at this machine.
 * @throws Error in one sentence, as above
 */
export async function readOperatorAccess(home: string): Promise<Addresses & Pick<Secrets, 'operatorKey'>> {
  const addresses = await readAddresses(home)
  const { operatorKey } = await loadSecrets(home, [])
  return { ...addresses, operatorKey }
}
