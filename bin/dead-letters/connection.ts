import { SQSClient } from '@aws-sdk/client-sqs'
import type { FailureName } from '../../functions/adapters/sqs/index.ts'
import { stageNamed } from '../../lib/stages.ts'
import { readOperatorAccess } from '../../local/hand-over.ts'
import { readQueueOutputs } from '../aws/index.ts'

/** `queueUrl`: what the function is to do; null for one that only the clock starts. */
export type QueueUrls = { queueUrl: string | null; failuresUrl: string }
export type Connection = Disposable & { sqs: SQSClient; urls: Record<FailureName, QueueUrls> }

/**
 * Works with the rights of whoever calls: it is for operators.
 * @param stage the name of a stage that was deployed from this folder; undefined: this machine's cloud
 * @throws Error in one sentence that says what to do
 */
export async function connect(stage: string | undefined, root: string, home: string): Promise<Connection> {
  const { sqs, urls } = stage === undefined ? await onThisMachine(home) : await ofStage(root, stage)
  return { sqs, urls, [Symbol.dispose]: () => sqs.destroy() }
}

async function onThisMachine(home: string) {
  const { region, operatorKey, queues: urls } = await readOperatorAccess(home)
  const endpoint = new URL(urls.arrivals.failuresUrl).origin
  return { urls, sqs: new SQSClient({ region, endpoint, credentials: operatorKey }) }
}

async function ofStage(root: string, stage: string) {
  const { region, name } = stageNamed(stage)
  const outputs = await readQueueOutputs(root, name)
  const urls = {
    arrivals: { queueUrl: outputs.ArrivalsQueueUrl, failuresUrl: outputs.ArrivalsFailuresUrl },
    reaper: { queueUrl: outputs.ReaperQueueUrl, failuresUrl: outputs.ReaperFailuresUrl },
    renditions: { queueUrl: outputs.RenditionsQueueUrl, failuresUrl: outputs.RenditionsFailuresUrl },
    sealer: { queueUrl: null, failuresUrl: outputs.SealerFailuresUrl },
  }
  return { urls, sqs: new SQSClient({ region }) }
}
