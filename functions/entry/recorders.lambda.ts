import { bindRecorders } from '../http/index.ts'
import { apiHandler, tableStoresFrom } from './environment.ts'
import { identitiesFrom } from './identities.ts'

const stores = tableStoresFrom(process.env)

export const handler = apiHandler(
  process.env,
  stores,
  bindRecorders({ ...stores, identities: identitiesFrom(process.env) }),
)
