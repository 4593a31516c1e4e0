import { bindUsers } from '../http/index.ts'
import { apiHandler, tableStoresFrom } from './environment.ts'
import { identitiesFrom } from './identities.ts'

const stores = tableStoresFrom(process.env)
const room = bindUsers({ ...stores, identities: identitiesFrom(process.env) })

export const handler = apiHandler(process.env, stores, room)
