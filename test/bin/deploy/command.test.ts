import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { givenSts } from '../../local/sts/given.ts'

const root = join(import.meta.dirname, '../../..')

/** A program of `bin/` in an environment that holds nothing of this machine's. */
async function run(program: string, args: readonly string[], env: Record<string, string> = {}) {
  const none = { HOME: '/nowhere', AWS_EC2_METADATA_DISABLED: 'true', ...env }
  const result = promisify(execFile)(process.execPath, [join(root, 'bin', program), ...args], { cwd: root, env: none })
  return result.then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    (error: { code: number; stdout: string; stderr: string }) => error, // as execFile rejects
  )
}

const noCredentials =
  'There are no AWS credentials: set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY (and AWS_SESSION_TOKEN), and run it again.\n'

describe.each([
  ['deploy.ts', ['--stage', 'dev', '--yes']],
  ['destroy.ts', ['--stage', 'dev', '--yes']],
  ['destroy.ts', ['--stage', 'prod', '--yes']],
])('%s %j', (program, args) => {
  it('says in one sentence that there are no credentials, before it does anything', async () => {
    expect(await run(program, args)).toMatchObject({ code: 1, stdout: '', stderr: noCredentials })
  })

  it('says that AWS cannot be reached', async () => {
    const keys = { AWS_ACCESS_KEY_ID: 'AKIANOBODY', AWS_SECRET_ACCESS_KEY: 'x', AWS_MAX_ATTEMPTS: '1' }
    expect(await run(program, args, { ...keys, AWS_ENDPOINT_URL_STS: 'http://127.0.0.1:1' })).toMatchObject({
      ...{ code: 1, stderr: 'AWS cannot be reached (ECONNREFUSED): look after the network and run it again.\n' },
    })
  })

  it('says that AWS does not take the credentials', async () => {
    const keys = { AWS_ACCESS_KEY_ID: 'AKIANOBODY', AWS_SECRET_ACCESS_KEY: 'x' }
    await using sts = await givenSts()
    expect(await run(program, args, { ...keys, AWS_ENDPOINT_URL_STS: sts.url })).toMatchObject({
      ...{
        code: 1,
        stderr: 'AWS does not take the credentials (InvalidClientTokenId): renew them and run it again.\n',
      },
    })
  })
})

describe('a stage', () => {
  it.each(['deploy.ts', 'destroy.ts'])('has to be named to %s, and to be there', async (program) => {
    expect(await run(program, [])).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/^Name the stage: --stage dev/),
    })
    const { code, stderr } = await run(program, ['--stage', 'staging', '--yes'])
    expect([code, stderr.split('\n')[0]]).toEqual([2, 'There is no stage staging: choose one of dev, prod.'])
  })

  it('goes only where that is said to be meant', async () => {
    const { code, stderr } = await run('destroy.ts', ['--stage', 'dev'])
    expect([code, stderr.split('\n')[0]]).toEqual([2, 'This takes dev away: say --yes where that is meant.'])
  })
})
