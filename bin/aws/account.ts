import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'

const missing =
  'There are no AWS credentials: set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY (and AWS_SESSION_TOKEN), and run it again.'

/**
 * The account of whoever calls.
 * @throws Error in one sentence: there are no credentials, AWS does not take them, or it cannot be reached
 */
export async function accountOf(region: string): Promise<string> {
  const sts = new STSClient({ region })
  try {
    const { Account } = await sts.send(new GetCallerIdentityCommand({}))
    if (Account === undefined) throw new Error('AWS does not say which account these credentials are of.')
    return Account
  } catch (error) {
    if (!(error instanceof Error)) throw error
    if (error.name === 'CredentialsProviderError') throw new Error(missing)
    if ('code' in error)
      throw new Error(`AWS cannot be reached (${error.code}): look after the network and run it again.`)
    throw new Error(`AWS does not take the credentials (${error.name}): renew them and run it again.`)
  } finally {
    sts.destroy()
  }
}
