import { Stack } from 'aws-cdk-lib'
import { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2'
import { TableV2 } from 'aws-cdk-lib/aws-dynamodb'
import { CfnEventSourceMapping } from 'aws-cdk-lib/aws-lambda'
import { Queue } from 'aws-cdk-lib/aws-sqs'
import type { IConstruct } from 'constructs'
import { ProductFunction } from './product-function.ts'

/** What is watched, wherever in the stacks it lies: whoever adds a function or a queue need not think of its alarms. */
export type Watched = {
  readonly functions: readonly ProductFunction[]
  /** Those of them that read a stream. */
  readonly streamReaders: readonly ProductFunction[]
  /** Those that a function works off. */
  readonly workQueues: readonly Queue[]
  /** Where what nobody could handle ends. */
  readonly deadLetters: readonly Queue[]
  readonly tables: readonly TableV2[]
  readonly apis: readonly HttpApi[]
}

export function watchedIn(stacks: readonly Stack[]): Watched {
  const all = stacks.flatMap((stack) => stack.node.findAll())
  const found = <T extends IConstruct>(kind: abstract new (...parameters: never[]) => T): T[] =>
    all.filter((each): each is T => each instanceof kind)
  const functions = found(ProductFunction)
  const queues = found(Queue)
  const readers = found(CfnEventSourceMapping)
    .filter(({ startingPosition }) => startingPosition !== undefined)
    .map(({ stack, functionName }) => referenceOf(stack, functionName))
  return {
    functions,
    streamReaders: functions.filter(({ handler }) =>
      readers.includes(referenceOf(handler.stack, handler.functionName)),
    ),
    workQueues: queues.filter(({ deadLetterQueue }) => deadLetterQueue !== undefined),
    deadLetters: queues.filter(({ deadLetterQueue }) => deadLetterQueue === undefined),
    tables: found(TableV2),
    apis: found(HttpApi),
  }
}

/** Names are known to CloudFormation alone: what stands for one in a template tells whether two are the same. */
function referenceOf(stack: Stack, name: string): string {
  return `${stack.stackName} ${JSON.stringify(stack.resolve(name))}`
}

/** A construct by its place within its stack, in the words of an alarm: `reaper`, `Arrivals DeadLetters`. */
export function placeOf(construct: IConstruct): string {
  const stack = Stack.of(construct)
  return construct.node.path.slice(stack.node.path.length + 1).replaceAll('/', ' ')
}
