import { parseArgs } from 'node:util'
import { DeleteBucketCommand, S3Client } from '@aws-sdk/client-s3'
import { type Stage, stageNamed } from '../../lib/stages.ts'
import { accountOf, readOutputs, runCdk } from '../aws/index.ts'
import { emptyBucket } from './empty.ts'

export type World = {
  env: Readonly<Record<string, string | undefined>>
  /** Of the project. */
  root: string
  say: (line: string) => void
  complain: (line: string) => void
}

const help = `npm run destroy -- --stage <stage> --yes

Takes a stage away that was deployed from this folder, with the recordings and the people in it. Of a stage that keeps its
data, the API and what works behind it are taken away alone.`

/** @returns 0: it is gone; 1: it is not, or not all of it; 2: it was asked wrongly */
export async function runDestroy(args: readonly string[], world: World): Promise<0 | 1 | 2> {
  const stage = read(args, world)
  if (typeof stage === 'number') return stage
  try {
    await accountOf(stage.region)
    return await (stage.keepsData ? destroyApi(stage, world) : destroyAll(stage, world))
  } catch (error) {
    world.complain(error instanceof Error ? error.message : String(error))
    return 1
  }
}

function read(args: readonly string[], { say, complain }: World): Stage | 0 | 2 {
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
    const stage = stageNamed(values.stage)
    if (!values.yes) throw new Error(`This takes ${stage.name} away: say --yes where that is meant.`)
    return stage
  } catch (error) {
    complain(`${error instanceof Error ? error.message : String(error)}\n\n${help}`)
    return 2
  }
}

const destroyStacks = async ({ name }: Stage, { env, root }: World, stacks: readonly string[]) =>
  runCdk(root, env, ['destroy', ...stacks, '--force', '--context', `stage=${name}`])

async function destroyApi(stage: Stage, world: World): Promise<0 | 1> {
  const code = await destroyStacks(
    stage,
    world,
    ['monitoring', 'api', 'events'].map((each) => `soundkeep-${stage.name}-${each}`),
  )
  if (code !== 0) return 1
  world.say('The API is gone. Data, people, the front door and the firewall are kept: docs/cloud.md says how they go.')
  return 0
}

async function destroyAll(stage: Stage, world: World): Promise<0 | 1> {
  const { say, root } = world
  const { BucketName, DashboardBucketName } = await readOutputs(root, stage.name)
  const s3 = new S3Client({ region: stage.region })
  try {
    await emptyBucket(s3, DashboardBucketName)
    if ((await destroyStacks(stage, world, ['--all'])) !== 0) return 1
    const kept = await emptyBucket(s3, BucketName)
    if (kept === 0) await s3.send(new DeleteBucketCommand({ Bucket: BucketName }))
    say(
      kept === 0
        ? `${stage.name} is gone.`
        : `${stage.name} is gone, but for the bucket ${BucketName}: it holds ${kept} sealed blocks of the audit, which S3 keeps for seven years after they were written.`,
    )
    return 0
  } finally {
    s3.destroy()
  }
}
