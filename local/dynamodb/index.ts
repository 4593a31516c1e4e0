export { type DynamoDbOptions, type LocalDynamoDb, startDynamoDb } from './engine.ts'
export { ensureTable } from './ensure-table.ts'
export { type FollowedStream, followStream, type StreamOptions } from './follow.ts'
export {
  type DynamoDbAuthorizationRequest,
  type DynamoDbGuard,
  type DynamoDbGuardOptions,
  guardDynamoDb,
} from './guard/server.ts'
export { loadItems } from './load.ts'
