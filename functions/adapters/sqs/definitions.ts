/** The queues that functions work off, as the stacks and the local cloud make them. */
export type QueueDefinition = {
  /** The most that one invocation may take: https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html */
  readonly functionSeconds: number
  /** A message that was received and not dealt with comes again after this; six times the function's, as Lambda asks. */
  readonly visibilitySeconds: number
  /** A message that was received so often is a dead letter. */
  readonly maxReceives: number
  readonly batchSize: number
  /** Invocations at once, so that a burst leaves room for the API. */
  readonly maxConcurrency: number
}

const within = (functionSeconds: number) => ({
  functionSeconds,
  visibilitySeconds: 6 * functionSeconds,
  maxReceives: 5,
})
const common = within(300)

/** By the function that works them off. */
export const queues = {
  // One file an invocation: a large one may need all of its time and memory.
  arrivals: { ...common, batchSize: 1, maxConcurrency: 50 },
  /** Deletions that failed when the table's stream told of them. */
  reaper: { ...common, batchSize: 1, maxConcurrency: 5 },
  /** A sound is decoded to its end: the longest that Lambda gives. */
  renditions: { ...within(900), batchSize: 1, maxConcurrency: 20 },
} as const satisfies Record<string, QueueDefinition>

export type WorkerName = keyof typeof queues
export const workerNames = Object.keys(queues) as WorkerName[] // the keys of `queues` are their names

/** Functions that keep what they failed on: the workers, and the sealer, which the clock alone starts. */
export const failureNames = ['arrivals', 'reaper', 'renditions', 'sealer'] as const
export type FailureName = (typeof failureNames)[number]
