import { join } from 'node:path'
import {
  type FailureName,
  failureNames,
  queues,
  type WorkerName,
  workerNames,
} from '../functions/adapters/sqs/index.ts'
import type { FunctionName, LocalFunctions } from './functions/index.ts'
import type { Credential, Principal } from './sigv4/index.ts'
import { type SqsAuthorizationRequest, startSqs } from './sqs/index.ts'

/** As many invocations at once as one machine has use for; in the cloud there are more. */
const mostAtOnce = 8

/** The names that policies have for them (local/iam/names.ts). */
const failuresOf = (name: FailureName) => `soundkeep-${name}`
const workOf = (name: WorkerName) => `soundkeep-${name}-work`

/** Functions that have renditions made. */
const asking: readonly FunctionName[] = ['arrivals', 'media']

const isWorker = (name: string): name is WorkerName => workerNames.some((worker) => worker === name)

/** By function: what it is to do, null for one that only the clock starts, and what it failed on. */
export type QueueUrls = Record<FailureName, { queueUrl: string | null; failuresUrl: string }>

export type WorkQueues = {
  readonly url: string
  readonly urls: QueueUrls
  /** What EventBridge brings. */
  send(name: WorkerName, event: object): void
  /** What the function's stack puts into its environment. */
  environmentOf(name: FunctionName): Record<string, string>
  /** From now on messages reach their functions. @returns what ends that, and waits for those under way */
  deliverTo(functions: LocalFunctions, onError: (error: unknown) => void): () => Promise<void>
  close(): Promise<void>
}

type Options = {
  host: string
  home: string
  region: string
  credentialOf: (accessKeyId: string) => Credential | undefined
  authorize: (request: SqsAuthorizationRequest) => 'allow' | 'deny'
  /** In whose name Lambda receives for a function. */
  principalOf: (name: WorkerName) => Principal
}

/** The queues of the functions that events start, each with one for its failures, as the stacks make them. */
export async function startWorkQueues({ host, home, principalOf, ...options }: Options): Promise<WorkQueues> {
  const sqs = await startSqs({
    ...{ ...options, host, port: 0, folder: join(home, 'sqs') },
    queues: [
      ...failureNames.map((name) => ({ name: failuresOf(name), visibilitySeconds: 30 })),
      ...workerNames.map((name) => ({
        ...{ name: workOf(name), visibilitySeconds: queues[name].visibilitySeconds },
        redrive: { deadLetters: failuresOf(name), maxReceives: queues[name].maxReceives },
      })),
    ],
  })
  const urlsOf = (name: FailureName) => ({
    queueUrl: isWorker(name) ? sqs.urlOf(workOf(name)) : null,
    failuresUrl: sqs.urlOf(failuresOf(name)),
  })
  return {
    url: sqs.url,
    urls: {
      ...{ arrivals: urlsOf('arrivals'), reaper: urlsOf('reaper') },
      ...{ renditions: urlsOf('renditions'), sealer: urlsOf('sealer') },
    },
    send: (name, event) => sqs.send(workOf(name), JSON.stringify(event)),
    environmentOf(name): Record<string, string> {
      const asks = asking.includes(name) && { RENDITIONS_QUEUE_URL: sqs.urlOf(workOf('renditions')) }
      if (!isWorker(name)) return { ...asks }
      return { QUEUE_URL: sqs.urlOf(workOf(name)), DEAD_LETTERS_URL: sqs.urlOf(failuresOf(name)), ...asks }
    },
    deliverTo(functions, onError) {
      const consumers = workerNames.map((name) =>
        sqs.consume({
          ...{ queue: workOf(name), batchSize: queues[name].batchSize, onError, principal: principalOf(name) },
          maxConcurrency: Math.min(queues[name].maxConcurrency, mostAtOnce),
          onBatch: (event) => functions.onMessages(name, event),
        }),
      )
      return async () => {
        await Promise.all(consumers.map((consumer) => consumer.close()))
      }
    },
    close: () => sqs.close(),
  }
}
