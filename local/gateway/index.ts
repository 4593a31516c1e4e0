export type { InvokeRoom } from './api.ts'
export { type Gateway, startGateway } from './server.ts'
