export { type DynamoDbOptions, type LocalDynamoDb, startDynamoDb } from './engine.ts'
export { ensureTable } from './ensure-table.ts'
export { type FollowedStream, followStream, type StreamOptions } from './follow.ts'
export { loadItems } from './load.ts'
