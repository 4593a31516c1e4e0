import { parseArgs } from 'node:util'
import { S3Client } from '@aws-sdk/client-s3'
import { type Stage, stageNamed } from '../../lib/stages.ts'
import { buildDashboard } from '../../local/dashboard/index.ts'
import { accountOf, outputsPath, readOutputs, runCdk } from '../aws/index.ts'
import { publishDashboard } from './publish.ts'

export type World = {
  env: Readonly<Record<string, string | undefined>>
  /** Of the project. */
  root: string
  say: (line: string) => void
  complain: (line: string) => void
}

const help = `npm run deploy -- --stage <stage> [--yes]

Builds the dashboard, deploys the stacks of a stage of lib/stages.ts with the AWS credentials of the environment, and puts the
dashboard in place. Asks before rights are widened, but with --yes. The account and region must have been prepared once:
npx cdk bootstrap.`

/** @returns 0: it is deployed; 1: it is not; 2: it was asked wrongly */
export async function runDeploy(args: readonly string[], world: World): Promise<0 | 1 | 2> {
  const asked = read(args, world)
  if (typeof asked === 'number') return asked
  try {
    return await deploy(asked.stage, asked.isAsking, world)
  } catch (error) {
    world.complain(error instanceof Error ? error.message : String(error))
    return 1
  }
}

function read(args: readonly string[], { say, complain }: World): { stage: Stage; isAsking: boolean } | 0 | 2 {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        stage: { type: 'string' },
        yes: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    })
    if (values.help) {
      say(help)
      return 0
    }
    if (values.stage === undefined) throw new Error('Name the stage: --stage dev.')
    return { stage: stageNamed(values.stage), isAsking: !values.yes }
  } catch (error) {
    complain(`${error instanceof Error ? error.message : String(error)}\n\n${help}`)
    return 2
  }
}

async function deploy(stage: Stage, isAsking: boolean, { env, root, say }: World): Promise<0 | 1> {
  const account = await accountOf(stage.region)
  say(`Deploying ${stage.name} to account ${account} in ${stage.region}.`)
  const folder = await buildDashboard(say)
  const code = await runCdk(root, env, [
    ...['deploy', '--all', '--context', `stage=${stage.name}`, '--outputs-file', outputsPath(root, stage.name)],
    ...['--require-approval', isAsking ? 'broadening' : 'never'],
  ])
  if (code !== 0) return 1
  if (stage.firewallArn === null && stage.region !== 'us-east-1') {
    say('The firewall is there. Name its ARN, above, as firewallArn in lib/stages.ts and deploy again for the rest.')
    return 0
  }
  const { DashboardBucketName, DashboardUrl, Issuer, DashboardClientId, DashboardScope } = await readOutputs(
    root,
    stage.name,
  )
  const s3 = new S3Client({ region: stage.region })
  const config = { issuer: Issuer, clientId: DashboardClientId, scope: DashboardScope }
  const count = await publishDashboard(s3, DashboardBucketName, folder, config)
  s3.destroy()
  say(`${count} files of the dashboard are in place. Soundkeep is at ${DashboardUrl}.`)
  say(`For the first Super User, a tenant and a recorder: npm run bootstrap -- <e-mail address> --stage ${stage.name}`)
  return 0
}
