export {
  type ClientsForOptions,
  clientsFor,
  type SessionCredentials,
  type TenantClients,
  type TenantClientsFactory,
} from './clients-for.ts'
