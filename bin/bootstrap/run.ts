import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import * as z from 'zod'
import { contract, emailSchema } from '../../functions/contract/index.ts'
import { createTenant, makeFirstSuperUser } from '../../functions/domain/administration/index.ts'
import { createRecorder } from '../../functions/domain/recorders/index.ts'
import { actInTenant } from '../../functions/domain/tenancy/index.ts'
import type { Caller, Person } from '../../functions/model/index.ts'
import { type Connection, connect } from './connection.ts'

export type World = {
  env: Readonly<Record<string, string | undefined>>
  /** Of the project, where deployments note their outputs. */
  root: string
  /** The state folder where SOUNDKEEP_HOME names none. */
  home: string
  say: (line: string) => void
  complain: (line: string) => void
}

const help = `npm run bootstrap -- <e-mail address> [--stage <stage>] [--name <name>] [--tenant <name>] [--recorder <name>]

Makes the first Super User, who is invited by mail and makes everybody else, a tenant and a recorder of it. What is there
already stays as it is, so that it may be run again. Where a stage is named it is the one that was deployed from this folder,
with the AWS credentials of the environment; else the Soundkeep that runs on this machine (SOUNDKEEP_HOME).`

const options = {
  stage: { type: 'string' },
  name: { type: 'string', default: 'Super User' },
  tenant: { type: 'string', default: 'First tenant' },
  recorder: { type: 'string', default: 'First recorder' },
  help: { type: 'boolean', short: 'h', default: false },
} as const

type Wanted = {
  email: string
  name: string
  stage: string | undefined
  tenant: z.output<typeof contract.tenants.createTenant.body>
  recorder: z.output<typeof contract.recorders.createRecorder.body>
}

/** @returns 0: all of it is there; 1: something could not be made; 2: it was asked wrongly */
export async function runBootstrap(args: readonly string[], world: World): Promise<0 | 1 | 2> {
  const wanted = read(args, world)
  if (typeof wanted === 'number') return wanted
  const home = resolve(world.env.SOUNDKEEP_HOME ?? world.home)
  try {
    await using connection = await connect({ stage: wanted.stage, root: world.root, home })
    await make(connection, wanted, world.say)
    return 0
  } catch (error) {
    world.complain(error instanceof Error ? inWords(error) : String(error))
    return 1
  }
}

function read(args: readonly string[], { say, complain }: World): Wanted | 0 | 2 {
  try {
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true })
    if (values.help) {
      say(help)
      return 0
    }
    const [email, ...more] = positionals
    if (email === undefined || more.length > 0) throw new Error('Name one e-mail address.')
    const { success, data } = emailSchema.safeParse(email)
    if (!success) throw new Error(`${email} is no e-mail address.`)
    return {
      ...{ email: data, name: values.name, stage: values.stage },
      tenant: contract.tenants.createTenant.body.parse({ name: values.tenant }),
      recorder: contract.recorders.createRecorder.body.parse({ name: values.recorder }),
    }
  } catch (error) {
    const reason = error instanceof z.ZodError ? 'Names are of 1 to 128 characters.' : String((error as Error).message) // thrown by parseArgs or above
    complain(`${reason}\n\n${help}`)
    return 2
  }
}

async function make(connection: Connection, wanted: Wanted, say: World['say']): Promise<void> {
  const { person, isNew } = await makeFirstSuperUser(connection, wanted)
  say(`Super User: ${person.email}${isNew ? ', invited by mail' : ', there already'}.`)
  const caller = callerOf(person, connection)
  const { id, isNewTenant } = await tenantOf(connection, caller, wanted)
  say(`Tenant: ${wanted.tenant.name} (${id})${isNewTenant ? '' : ', there already'}.`)
  await makeRecorder(connection, caller, id, wanted, say)
  say(`The dashboard is at ${connection.url}, the API under ${connection.url}/api/v1.`)
}

/** The Super User acts through whoever holds the keys of the account. */
function callerOf(person: Person, { clock }: Connection): Caller {
  const request = { id: 'set-up', at: clock.now(), sourceAddress: null }
  return { person, signedInAt: clock.now(), signInId: null, request }
}

async function tenantOf(connection: Connection, caller: Caller, { tenant }: Wanted) {
  const known = (await connection.directory.tenants()).find(({ name }) => name === tenant.name)
  if (known) return { id: String(known.id), isNewTenant: false }
  const made = await createTenant(connection, caller, tenant)
  return { id: made.tenant.id, isNewTenant: true }
}

async function makeRecorder(
  connection: Connection,
  caller: Caller,
  tenantId: string,
  { recorder: asked }: Wanted,
  say: World['say'],
): Promise<void> {
  const principal = await actInTenant(connection.standings, caller, tenantId, 'current')
  const known = (await connection.recorders.recorders(principal.tenantId)).find(({ name }) => name === asked.name)
  if (known) {
    say(`Recorder: ${asked.name} (client id ${known.clientId}), there already; the dashboard makes it another secret.`)
    return
  }
  const { recorder } = await createRecorder(connection, principal, asked)
  say(`Recorder: ${asked.name}, signs in at ${connection.tokenUrl} with`)
  say(`  client id      ${recorder.clientId}`)
  say(`  client secret  ${recorder.secret.value}   (told this once)`)
}

function inWords(error: Error): string {
  if ('code' in error && error.code === 'ECONNREFUSED') {
    return 'Nothing answers there: run "npm start" first, or name its folder in SOUNDKEEP_HOME.'
  }
  if (error.name === 'CredentialsProviderError') {
    return 'There are no AWS credentials: set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, and run it again.'
  }
  return error.message
}
