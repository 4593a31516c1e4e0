import { resolve } from 'node:path'
import { platformTenantId } from '../../functions/adapters/dynamodb/index.ts'
import { verifyTenant } from '../../functions/domain/audit/index.ts'
import type { Tenant } from '../../functions/model/index.ts'
import { type Connection, connect } from './connection.ts'
import { findingInWords, summaryInWords } from './words.ts'

export type World = {
  env: Readonly<Record<string, string | undefined>>
  /** The state folder where SOUNDKEEP_HOME names none. */
  home: string
  say: (line: string) => void
  complain: (line: string) => void
}

/** 0: all is as it was sealed; 1: something is not; 2: it could not be looked at. */
export type ExitCode = 0 | 1 | 2

const help = `npm run audit:verify [-- <tenant's name or id>]

Holds the audit of a tenant, or of all of them, to its sealed blocks, and names whatever was removed, edited or added since.
It looks into the Soundkeep that runs on this machine (SOUNDKEEP_HOME), or into AWS where TABLE_NAME, BUCKET_NAME,
AWS_REGION and credentials are in the environment.`

const platform: Tenant = { id: platformTenantId, name: 'the platform' }

export async function runAuditVerify(args: readonly string[], world: World): Promise<ExitCode> {
  const [wanted, ...more] = args
  if (wanted === '--help' || wanted === '-h') {
    world.say(help)
    return 0
  }
  if (more.length > 0 || wanted?.startsWith('-')) {
    world.complain(`Name one tenant, or none for all of them.\n\n${help}`)
    return 2
  }
  try {
    return await verifyEach(await connect(world.env, resolve(world.env.SOUNDKEEP_HOME ?? world.home)), wanted, world)
  } catch (error) {
    world.complain(error instanceof Error ? inWords(error) : String(error))
    return 2
  }
}

async function verifyEach(connection: Connection, wanted: string | undefined, { say }: World): Promise<ExitCode> {
  await using open = connection
  const all = [...(await open.directory.tenants()), platform]
  const tenants = all.filter(({ id, name }) => wanted === undefined || wanted === id || wanted === name)
  if (tenants.length === 0) throw new Error(`There is no tenant ${wanted}: name one by its whole name or its id.`)
  let findings = 0
  for (const tenant of tenants) {
    const verified = await verifyTenant(open.seals, tenant.id, open.now())
    say(`${tenant.name}: ${summaryInWords(verified)}`)
    for (const finding of verified.findings) say(`${tenant.name}: ${findingInWords(finding)}`)
    if (verified.furtherFindings > 0) say(`${tenant.name}: ${verified.furtherFindings} findings more.`)
    findings += verified.findings.length + verified.furtherFindings
  }
  say(findings === 0 ? 'All of it is as it was sealed.' : `Findings: ${findings}. docs/audit.md says what they mean.`)
  return findings === 0 ? 0 : 1
}

function inWords(error: Error): string {
  const isSilent = 'code' in error && error.code === 'ECONNREFUSED'
  return isSilent
    ? 'Nothing answers there: run "npm start" first, or name its folder in SOUNDKEEP_HOME.'
    : error.message
}
