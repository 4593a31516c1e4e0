import { personStore } from '../adapters/dynamodb/index.ts'
import { personNames } from '../domain/audit/index.ts'
import { bindAudit } from '../http/index.ts'
import { apiHandler, cursorsFrom, tableStoresFrom } from './environment.ts'

const base = tableStoresFrom(process.env)
const { inTable } = base
const stores = { ...base, people: inTable(personStore) }
const room = bindAudit({ ...stores, names: personNames(stores), cursors: cursorsFrom(process.env) })

export const handler = apiHandler(process.env, stores, room)
