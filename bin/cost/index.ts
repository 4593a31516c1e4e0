export { type AllCounts, type Counts, countsFile, type Operation, operations, readCounts } from './counts.ts'
