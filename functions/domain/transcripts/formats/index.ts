export { type Fault, mostFaults, type ReadCue, type ReadFile } from './faults.ts'
export { readFile, writeFile } from './read-and-write.ts'
