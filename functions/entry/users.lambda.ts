import { personStore, policyStore } from '../adapters/dynamodb/index.ts'
import { bindUsers } from '../http/index.ts'
import { apiHandler, tableStoresFrom } from './environment.ts'
import { identitiesFrom } from './identities.ts'

const base = tableStoresFrom(process.env)
const { inTable } = base
const stores = { ...base, people: inTable(personStore), policies: inTable(policyStore) }
const room = bindUsers({ ...stores, identities: identitiesFrom(process.env) })

export const handler = apiHandler(process.env, stores, room)
