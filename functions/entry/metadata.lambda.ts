import { recordingStore } from '../adapters/dynamodb/index.ts'
import { bindMetadata } from '../http/index.ts'
import { apiHandler, tableStoresFrom } from './environment.ts'

const base = tableStoresFrom(process.env)
const { inTable } = base
const stores = { ...base, recordings: inTable(recordingStore) }

export const handler = apiHandler(process.env, stores, bindMetadata(stores))
