import { bindRecordings } from '../http/index.ts'
import { apiHandler, cursorsFrom, storesFrom } from './environment.ts'

const stores = storesFrom(process.env)

export const handler = apiHandler(process.env, stores, bindRecordings({ ...stores, cursors: cursorsFrom(process.env) }))
