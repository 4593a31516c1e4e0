import { bindMedia } from '../http/index.ts'
import { apiHandler, storesFrom } from './environment.ts'
import { renditionQueueFrom } from './work.ts'

const stores = storesFrom(process.env)

export const handler = apiHandler(process.env, stores, bindMedia({ ...stores, queue: renditionQueueFrom(process.env) }))
