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
export type {
  Actions,
  Corrections,
  Counts,
  Denials,
  ListedRoute,
  Me,
  MediaFile,
  NewRoute,
  Recording,
  RecordingSummary,
  Route,
  RouteChanges,
  RouteTest,
  Segment,
  TenantChanges,
  TenantSettings,
} from './shapes.ts'
export { isProblem, type ProblemWords, wordsOf } from './words.ts'
