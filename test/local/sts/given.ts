import { STSClient, type STSClientConfig } from '@aws-sdk/client-sts'
import { type LocalSts, type StsOptions, startSts } from '../../../local/sts/index.ts'

export const FUNCTION_KEY = {
  accessKeyId: 'AKIARECORDINGSFUNCTN',
  secretAccessKey: 'recordings-function-secret',
  arn: 'arn:aws:iam::000000000000:role/recordings-function',
}
export const ROOT_KEY = {
  accessKeyId: 'AKIAROOTROOTROOTROOT',
  secretAccessKey: 'root-secret',
  arn: 'arn:aws:iam::000000000000:root',
}
export const TENANT_ROLE = 'arn:aws:iam::000000000000:role/recordings-tenant'

/** An STS with a function's and root's credentials and one tenant role; disposed at the end of its block. */
export async function givenSts(options: Partial<StsOptions> = {}): Promise<LocalSts & AsyncDisposable> {
  const sts = await startSts({
    host: '127.0.0.1',
    port: 0,
    credentials: [FUNCTION_KEY, ROOT_KEY],
    roles: [TENANT_ROLE],
    ...options,
  })
  return { ...sts, [Symbol.asyncDispose]: () => sts.close() }
}

/** The AWS SDK's client, not retrying, so that a test sees the first answer. */
export function clientOf(sts: LocalSts, config: STSClientConfig = {}): STSClient {
  return new STSClient({
    endpoint: sts.url,
    region: 'us-east-1',
    maxAttempts: 1,
    credentials: FUNCTION_KEY,
    ...config,
  })
}
