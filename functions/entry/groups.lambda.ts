import { policyStore } from '../adapters/dynamodb/index.ts'
import { bindGroups } from '../http/index.ts'
import { apiHandler, tableStoresFrom } from './environment.ts'

const base = tableStoresFrom(process.env)
const { inTable } = base
const stores = { ...base, policies: inTable(policyStore) }

export const handler = apiHandler(process.env, stores, bindGroups(stores))
