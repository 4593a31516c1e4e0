export { type ClientsForOptions, clientsFor, type TenantClients, type TenantClientsFactory } from './clients-for.ts'
