import { randomUUID } from 'node:crypto'
import type {
  APIGatewayProxyEventV2,
  APIGatewayProxyStructuredResultV2,
  Context,
  DynamoDBBatchResponse,
  DynamoDBStreamEvent,
  EventBridgeEvent,
  SQSBatchResponse,
  SQSEvent,
} from 'aws-lambda'
import { queues, workerNames } from '../../functions/adapters/sqs/index.ts'
import { contract, type RoomName } from '../../functions/contract/index.ts'

/** Functions that events start. */
export type EventFunction = 'arrivals' | 'reaper' | 'renditions' | 'sealer'
export type FunctionName = RoomName | EventFunction

const rooms = Object.keys(contract) as RoomName[] // the keys of `contract` are the room names
export const functionNames: readonly FunctionName[] = [...rooms, 'arrivals', 'reaper', 'renditions', 'sealer']

type Handler = (event: unknown, context: Context) => Promise<unknown>

export type LocalFunctions = {
  invokeRoom(room: RoomName, event: APIGatewayProxyEventV2): Promise<APIGatewayProxyStructuredResultV2>
  /** What the table's stream sends. */
  reaper(event: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse>
  /** What the function's queue sends. */
  onMessages(name: EventFunction, event: SQSEvent): Promise<SQSBatchResponse>
  /** What the schedules send. */
  onSchedule(name: EventFunction): Promise<void>
}

/** The most that an invocation takes, as the stacks have it. */
const roomSeconds = 29
const eventSeconds = 300

function secondsOf(name: FunctionName): number {
  const worker = workerNames.find((each) => each === name)
  if (worker) return queues[worker].functionSeconds
  return rooms.some((room) => room === name) ? roomSeconds : eventSeconds
}

function contextOf(name: FunctionName): Context {
  const endsAt = Date.now() + secondsOf(name) * 1000
  return {
    callbackWaitsForEmptyEventLoop: true,
    functionName: `soundkeep-${name}`,
    functionVersion: '$LATEST',
    invokedFunctionArn: `arn:aws:lambda:us-east-1:000000000000:function:soundkeep-${name}`,
    memoryLimitInMB: '512',
    awsRequestId: randomUUID(),
    logGroupName: `/aws/lambda/soundkeep-${name}`,
    logStreamName: 'local',
    getRemainingTimeInMillis: () => endsAt - Date.now(),
    done: () => {},
    fail: () => {},
    succeed: () => {},
  }
}

let generation = 0

type OwnEnvironment = {
  variables: Record<string, string>
  /** Of the function's own role. */
  key: { accessKeyId: string; secretAccessKey: string }
}

const keyVariables = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN']

/**
 * Loads the same entries that Lambda runs, each with its own environment and key. They read `process.env` while they load, as
 * they do in a fresh Lambda; the AWS clients read their endpoints from it later on, alike for all of them. The keys are taken
 * out again, so that nothing in this process acts as a function but the function itself.
 * @param shared variables of every function
 * @param own of one function
 */
export async function loadFunctions(
  shared: Record<string, string>,
  own: (name: FunctionName) => OwnEnvironment,
): Promise<LocalFunctions> {
  generation += 1
  const handlers = new Map<FunctionName, Handler>()
  Object.assign(process.env, shared)
  for (const name of functionNames) {
    const { variables, key } = own(name)
    for (const variable of keyVariables) delete process.env[variable]
    Object.assign(
      process.env,
      variables,
      key && {
        ...{ AWS_ACCESS_KEY_ID: key.accessKeyId, AWS_SECRET_ACCESS_KEY: key.secretAccessKey },
      },
    )
    // A query makes it a module of its own, so that a second start in one process composes anew.
    const entry = new URL(`../../functions/entry/${name}.lambda.ts?generation=${generation}`, import.meta.url)
    const { handler } = await import(entry.href)
    handlers.set(name, handler)
  }
  for (const variable of keyVariables) delete process.env[variable]
  const invoke = async (name: FunctionName, event: unknown) => {
    const handler = handlers.get(name)
    if (!handler) throw new Error(`there is no function ${name}`)
    return handler(event, contextOf(name))
  }
  return {
    // What each entry answers is declared by the entry itself.
    invokeRoom: async (room, event) => (await invoke(room, event)) as APIGatewayProxyStructuredResultV2,
    reaper: async (event) => (await invoke('reaper', event)) as DynamoDBBatchResponse,
    onMessages: async (name, event) => (await invoke(name, event)) as SQSBatchResponse,
    onSchedule: async (name) => void (await invoke(name, scheduledEvent())),
  }
}

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-run-lambda-schedule.html */
function scheduledEvent(): EventBridgeEvent<'Scheduled Event', unknown> {
  return {
    version: '0',
    id: randomUUID(),
    'detail-type': 'Scheduled Event',
    source: 'aws.events',
    account: '000000000000',
    time: new Date().toISOString(),
    region: 'us-east-1',
    resources: ['arn:aws:events:us-east-1:000000000000:rule/soundkeep-local'],
    detail: {},
  }
}
