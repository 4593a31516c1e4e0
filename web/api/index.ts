export { type Api, createApi, type TokenSource } from './client.ts'
export { type LoadedList, rowAfterDeletion, rowsOf, withoutRecording, withRecording } from './pages.ts'
export { ApiProblem, type FaultCode } from './problem.ts'
export {
  callGroupQuery,
  countsQuery,
  forgetRecording,
  type ListQuestion,
  listQuery,
  meaningOfId,
  meQuery,
  recordingQuery,
  routesQuery,
  shouldRetry,
  showRecording,
} from './queries.ts'
export type { Actions, Corrections, Counts, Me, MediaFile, Recording, RecordingSummary, Segment } from './shapes.ts'
export { isProblem, type ProblemWords, wordsOf } from './words.ts'
