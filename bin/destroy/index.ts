export { emptyBucket } from './empty.ts'
export { runDestroy, type World } from './run.ts'
