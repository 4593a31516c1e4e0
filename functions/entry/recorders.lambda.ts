import { bindRecorders } from '../http/index.ts'
import { apiHandler, identitiesFrom, tableStoresFrom } from './environment.ts'

const stores = tableStoresFrom(process.env)

export const handler = apiHandler(
  process.env,
  stores,
  bindRecorders({ ...stores, identities: identitiesFrom(process.env) }),
)
