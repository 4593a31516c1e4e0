import { bindMetadata } from '../http/index.ts'
import { apiHandler, tableStoresFrom } from './environment.ts'

const stores = tableStoresFrom(process.env)

export const handler = apiHandler(process.env, stores, bindMetadata(stores))
