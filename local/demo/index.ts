export { seedCustomData } from './custom-data.ts'
export { type DirectoryStores, seedDirectory } from './directory.ts'
export { acme, type DemoPerson, demoPeople, demoRecorders, demoRoutes, demoTenants, globex } from './people.ts'
export { seedCalls } from './seed.ts'
