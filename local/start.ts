import { join, relative, resolve } from 'node:path'
import { type LocalCloud, startCloud } from './cloud.ts'
import { demoPeople } from './demo/index.ts'

const root = join(import.meta.dirname, '..')
const home = resolve(process.env.SOUNDKEEP_HOME ?? join(root, '.soundkeep'))
const port = Number(process.env.PORT ?? 8787)

/** For trying the API alone: `npm start -- --without-dashboard --without-demo-calls`. */
const options = { '--without-dashboard': 'withDashboard', '--without-demo-calls': 'withDemoCalls' } as const

function fail(error: unknown): never {
  console.error(error instanceof Error ? error.message : String(error))
  process.exit(1)
}

function greet(cloud: LocalCloud): void {
  const people = demoPeople.map(({ login, description }) => `  ${login.padEnd(12)}${description}`)
  console.log(
    [
      '',
      `Soundkeep runs at ${cloud.url}`,
      '',
      'Sign in there as one of these people; recorders (API Users) send calls with "npm run ingest -- --as rec-acme FILE":',
      ...people,
      '',
      `Mails to people (invitations, password resets) are shown at ${cloud.url}/outbox.`,
      `S3 at ${cloud.s3Url} (AWS_CONFIG_FILE=${relative(process.cwd(), join(home, 'aws.config'))} aws s3 ls), state in ${home}.`,
      'Ctrl-C stops all of it and loses nothing.',
    ].join('\n'),
  )
}

if (!Number.isInteger(port) || port < 1 || port > 65_531) {
  fail(new Error('PORT must be a whole number from 1 to 65531: five ports in a row are used from there on.'))
}

const flags = process.argv.slice(2)
const unknown = flags.find((flag) => !(flag in options))
if (unknown !== undefined) {
  fail(new Error(`There is no option ${unknown}; there are ${Object.keys(options).join(' and ')}.`))
}

const interruption = new AbortController()
const starting = startCloud({
  ...Object.fromEntries(Object.entries(options).map(([flag, option]) => [option, !flags.includes(flag)])),
  ...{ home, port, dynamodbUrl: process.env.DYNAMODB_URL, say: console.log, signal: interruption.signal },
  onFault: (error) => {
    console.error(error.message)
    void stop(1)
  },
})
let isStopping = false

/** A start under way ends at its next step and closes what it started, so that no part is left behind. */
async function stop(code: number): Promise<void> {
  if (isStopping) return
  isStopping = true
  console.log('\nStopping ...')
  interruption.abort()
  const cloud = await starting.catch(() => undefined)
  await cloud?.close().catch(fail)
  process.exit(code)
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop(0))

try {
  const cloud = await starting
  if (!isStopping) greet(cloud)
} catch (error) {
  // While stopping, whatever ended the start is what was asked for.
  if (!isStopping) fail(error)
}
