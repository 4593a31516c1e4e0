import { personStore, policyStore, recordingStore } from '../adapters/dynamodb/index.ts'
import { bindPolicies } from '../http/index.ts'
import { apiHandler, tableStoresFrom } from './environment.ts'

const base = tableStoresFrom(process.env)
const { inTable } = base
const stores = {
  ...base,
  policies: inTable(policyStore),
  recordings: inTable(recordingStore),
  people: inTable(personStore),
}

export const handler = apiHandler(process.env, stores, bindPolicies(stores))
