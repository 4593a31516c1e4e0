import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as z from 'zod'

/** Where a deployment notes what the stacks gave: names, addresses and ids, no secret. */
export const outputsPath = (root: string, stage: string) => join(root, 'cdk.out', `outputs.${stage}.json`)

const outputsSchema = z.record(z.string(), z.record(z.string(), z.string()))

const neededSchema = z.object({
  ...{ TableName: z.string(), BucketName: z.string(), DashboardUrl: z.string(), DashboardBucketName: z.string() },
  ...{ UserPoolId: z.string(), Issuer: z.string(), DashboardClientId: z.string(), DashboardScope: z.string() },
  TokenUrl: z.string(),
})

export type StageOutputs = z.output<typeof neededSchema>

const queuesSchema = z.object({
  ...{ ArrivalsQueueUrl: z.string(), ArrivalsFailuresUrl: z.string() },
  ...{ ReaperQueueUrl: z.string(), ReaperFailuresUrl: z.string(), SealerFailuresUrl: z.string() },
  ...{ RenditionsQueueUrl: z.string(), RenditionsFailuresUrl: z.string() },
})

/**
 * What the last deployment of a stage from this folder gave.
 * @throws Error in one sentence where there was none
 */
export const readOutputs = (root: string, stage: string): Promise<StageOutputs> => read(root, stage, neededSchema)

/**
 * Where its functions have what they are to do and what they failed on.
 * @throws Error as above
 */
export const readQueueOutputs = (root: string, stage: string) => read(root, stage, queuesSchema)

async function read<S extends z.ZodType>(root: string, stage: string, schema: S): Promise<z.output<S>> {
  try {
    const stacks = outputsSchema.parse(JSON.parse(await readFile(outputsPath(root, stage), 'utf8')))
    return schema.parse(Object.assign({}, ...Object.values(stacks)))
  } catch {
    throw new Error(
      `The stage ${stage} was not deployed from this folder: run "npm run deploy -- --stage ${stage}" first.`,
    )
  }
}
