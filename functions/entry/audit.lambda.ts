import { personNames } from '../domain/audit/index.ts'
import { bindAudit } from '../http/index.ts'
import { apiHandler, cursorsFrom, tableStoresFrom } from './environment.ts'

const stores = tableStoresFrom(process.env)
const room = bindAudit({ ...stores, names: personNames(stores), cursors: cursorsFrom(process.env) })

export const handler = apiHandler(process.env, stores, room)
