import type { ProblemCode } from '../contract/index.ts'

/** How a request ended, told in ids and in names of ours. */
export type AnsweredRequest = {
  requestId: string
  /** Null for a route that there is not. */
  routeKey: string | null
  status: number
  /** Why it was refused; null for a success. */
  code: ProblemCode | null
  durationMs: number
  /** Null where none was chosen. */
  tenantId: string | null
  /** Of the user, recorder or administrator; null for nobody who is known. */
  personId: string | null
}
