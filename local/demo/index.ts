export { acme, type DemoPerson, demoPeople, demoRecorders, demoRoutes, demoTenants, globex } from './people.ts'
export { seedCalls, seedDirectory } from './seed.ts'
