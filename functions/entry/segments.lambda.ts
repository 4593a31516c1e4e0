import { personNames } from '../domain/audit/index.ts'
import { bindSegments } from '../http/index.ts'
import { apiHandler, storesFrom } from './environment.ts'

const stores = storesFrom(process.env)

export const handler = apiHandler(process.env, stores, bindSegments({ ...stores, names: personNames(stores) }))
