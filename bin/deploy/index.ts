export { publishDashboard } from './publish.ts'
export { runDeploy, type World } from './run.ts'
