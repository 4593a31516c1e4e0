import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import cdkSettings from '../../cdk.json' with { type: 'json' }
import { contract } from '../../functions/contract/index.ts'
import { originSecretHeader } from '../../functions/http/index.ts'
import { entryNames } from '../../lib/bundles/index.ts'
import { type CloudTemplate, functionOf, textOf } from './templates.ts'

const run = promisify(execFile)
const projectRoot = join(import.meta.dirname, '..', '..')

const secret = 'Aa0'.repeat(15).slice(0, 43)

let outdir = ''
let functions: CloudTemplate

/** The app as the CDK's command line starts it: functions bundled, templates judged by CloudFormation's schemas. */
beforeAll(async () => {
  outdir = await mkdtemp(join(tmpdir(), 'soundkeep-bundles-'))
  const [command = '', ...parameters] = cdkSettings.app.split(' ')
  await run(command, parameters, {
    cwd: projectRoot,
    env: { PATH: process.env.PATH, CDK_OUTDIR: outdir, CDK_CONTEXT_JSON: JSON.stringify(cdkSettings.context) },
  })
  const stacks = ['api', 'events'].map(
    async (name): Promise<CloudTemplate> =>
      JSON.parse(await readFile(join(outdir, `soundkeep-dev-${name}.template.json`), 'utf8')),
  )
  functions = { Resources: Object.assign({}, ...(await Promise.all(stacks)).map(({ Resources }) => Resources)) }
}, 120_000)

afterAll(() => rm(outdir, { recursive: true, force: true }))

function bundleOf(name: string): string {
  const { S3Key } = functionOf(functions, name).properties.Code as { S3Key: string } // as the CDK names assets
  return join(outdir, `asset.${S3Key.replace('.zip', '')}`, 'index.mjs')
}

/** The variables that the stack sets, as CloudFormation would fill them in, and the one that Lambda sets. */
function environmentOf(name: string): Record<string, string> {
  const filledIn = (value: unknown) =>
    textOf(value)
      .replace(/\{\{resolve:.*?\}\}/g, secret)
      .replace(/^<.*>$/, 'arn:aws:iam::000000000000:role/filled-in')
  const own = Object.entries(functionOf(functions, name).environment).map(([key, value]) => [key, filledIn(value)])
  return { ...Object.fromEntries(own), AWS_REGION: 'us-east-1' }
}

/** Loads a bundle alone, as Lambda does, and sends it one event. */
async function invoke(name: string, event: object): Promise<unknown> {
  const program = `
    const { handler } = await import(process.argv[1])
    const context = { awsRequestId: 'r1', getRemainingTimeInMillis: () => 30_000 }
    const answer = await handler(JSON.parse(process.argv[2]), context)
    process.stdout.write('\\n' + JSON.stringify(answer ?? null))`
  const parameters = ['--input-type=module', '-e', program, bundleOf(name), JSON.stringify(event)]
  const { stdout } = await run(process.execPath, parameters, { cwd: outdir, env: environmentOf(name) })
  // What stands before is its log.
  return JSON.parse(stdout.split('\n').at(-1) ?? '')
}

describe('the app', () => {
  it('gives templates in which the schemas of CloudFormation find nothing that is not explained', async () => {
    const report = JSON.parse(await readFile(join(outdir, 'validation-report.json'), 'utf8'))
    expect(report.pluginReports.flatMap(({ violations }: { violations: unknown[] }) => violations)).toEqual([])
  })
})

/** What CloudFront adds, with the secret as CloudFormation would fill it in. */
const byFrontDoor = { [originSecretHeader]: secret }

describe('the bundle of', () => {
  it('a room refuses whoever goes round CloudFront', async () => {
    const event = { version: '2.0', routeKey: 'GET /api/v1/me', headers: { authorization: 'Bearer x' } }
    expect(await invoke('me', event)).toMatchObject({ statusCode: 403 })
  })

  it.each([
    ['me', 'GET /api/v1/me'],
    ['tenants', 'GET /api/v1/tenants/current'],
    ['users', 'GET /api/v1/users'],
    ['groups', 'GET /api/v1/groups'],
    ['policies', 'GET /api/v1/policies'],
    ['recorders', 'GET /api/v1/recorders'],
    ['audit', 'GET /api/v1/audit'],
    ['recordings', 'GET /api/v1/recordings'],
    ['media', 'POST /api/v1/recordings/{recordingId}/segments/{seq}/media/{mediaId}/playback'],
    ['metadata', 'GET /api/v1/recordings/{recordingId}/session-metadata'],
    ['segments', 'GET /api/v1/recordings/{recordingId}/segments/{seq}/dtmf'],
    ['ingest', 'POST /api/v1/recordings'],
    ['audit', 'GET /api/v1/audit'],
  ])('%s answers its routes with nothing but its own environment', async (name, routeKey) => {
    expect(await invoke(name, { version: '2.0', routeKey, headers: byFrontDoor })).toMatchObject({ statusCode: 401 })
  })

  it('arrivals passes over objects that are none of ours', async () => {
    const detail = { bucket: { name: 'b' }, object: { key: 't/x/r/y' } }
    const body = JSON.stringify({ 'detail-type': 'Object Created', detail })
    const event = {
      Records: [{ messageId: 'm', receiptHandle: 'h', body, attributes: { ApproximateReceiveCount: '1' } }],
    }
    expect(await invoke('arrivals', event)).toEqual({ batchItemFailures: [] })
  })

  it('the reaper takes a batch of the stream', async () => {
    expect(await invoke('reaper', { Records: [] })).toEqual({ batchItemFailures: [] })
  })

  it('renditions takes a batch of its queue', async () => {
    expect(await invoke('renditions', { Records: [] })).toEqual({ batchItemFailures: [] })
  })

  it('the sealer starts with nothing but its own environment, and says that it may not reach the cloud', async () => {
    await expect(invoke('sealer', {})).rejects.toThrow(/credentials/i)
  })

  it('any function stays small, and has no description of the API within', async () => {
    for (const name of entryNames) {
      const text = await readFile(bundleOf(name), 'utf8')
      expect(gzipSync(text, { level: 9 }).length, name).toBeLessThan(400_000)
      expect(text.includes('#/components/schemas'), name).toBe(false)
    }
  })

  it('a room has the endpoints of no other within: each builds schemas when it starts', async () => {
    const summaries = Object.entries(contract).flatMap(([room, endpoints]) =>
      Object.values(endpoints).map(({ summary }) => ({ room, summary })),
    )
    for (const name of entryNames) {
      const text = await readFile(bundleOf(name), 'utf8')
      const within = summaries.filter(({ summary }) => text.includes(JSON.stringify(summary)))
      expect([...new Set(within.map(({ room }) => room))], name).toEqual(name in contract ? [name] : [])
    }
  })

  it('a function that has to do with sign-ins has a client of Cognito within, and no other', async () => {
    const having: string[] = []
    for (const name of entryNames) {
      const text = await readFile(bundleOf(name), 'utf8')
      if (text.includes('AWSCognitoIdentityProviderService')) having.push(name)
    }
    expect(having.sort()).toEqual(['me', 'recorders', 'tenants', 'users'])
  })

  it('the me room has no media library within: a function brings what it uses', async () => {
    const { size } = await stat(bundleOf('me'))
    expect(size).toBeLessThan((await stat(bundleOf('arrivals'))).size - 150_000)
  })
})
