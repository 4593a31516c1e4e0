export { type DeadLetter, deadLetterText, readDeadLetter } from './dead-letter.ts'
export {
  type FailureName,
  failureNames,
  type QueueDefinition,
  queues,
  type WorkerName,
  workerNames,
} from './definitions.ts'
export { type RenditionMessage, renditionMessageSchema, renditionQueue } from './renditions.ts'
export { type WorkQueue, workQueue } from './work-queue.ts'
