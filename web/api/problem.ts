import type { ChangedField, FieldError, ProblemCode } from '../../functions/contract/index.ts'

/** The API's own codes and two that only a client meets. */
export type FaultCode =
  | ProblemCode
  /** No answer: offline, the server is down, the request was cut. */
  | 'no_connection'
  /** An answer that is not of this API: a proxy's page, or a dashboard older than its API. */
  | 'unreadable_answer'

type ProblemFacts = {
  code: FaultCode
  /** Null without an answer. */
  status: number | null
  detail: string
  errors?: readonly FieldError[] | undefined
  changes?: readonly ChangedField[] | undefined
  requestId: string | null
}

/** A call that failed, with what the API said (RFC 9457). */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem'
  readonly code: FaultCode
  readonly status: number | null
  readonly detail: string
  readonly errors: readonly FieldError[]
  /** What others changed meanwhile, field by field. */
  readonly changes: readonly ChangedField[]
  /** To be told to whoever runs the system. */
  readonly requestId: string | null

  constructor(facts: ProblemFacts, options?: ErrorOptions) {
    super(`${facts.code}: ${facts.detail}`, options)
    this.code = facts.code
    this.status = facts.status
    this.detail = facts.detail
    this.errors = facts.errors ?? []
    this.changes = facts.changes ?? []
    this.requestId = facts.requestId
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

const isFieldError = (value: unknown): value is FieldError =>
  isRecord(value) && typeof value.field === 'string' && typeof value.message === 'string'

const isChangedField = (value: unknown): value is ChangedField =>
  isRecord(value) && typeof value.field === 'string' && 'now' in value

/** API Gateway answers for itself (throttled, too large, no route) under its own header's name. */
const requestIdOf = (response: Response): string | null =>
  response.headers.get('soundkeep-request-id') ?? response.headers.get('apigw-requestid')

/** Reads a failed answer. One without problem details becomes `unreadable_answer` with its status. */
export async function problemOf(
  response: Response,
  isProblemCode: (code: string) => code is ProblemCode,
): Promise<ApiProblem> {
  const requestId = requestIdOf(response)
  const body: unknown = await response.json().catch(() => null)
  if (isRecord(body) && typeof body.code === 'string' && isProblemCode(body.code)) {
    return new ApiProblem({
      code: body.code,
      status: response.status,
      detail: typeof body.detail === 'string' ? body.detail : '',
      errors: Array.isArray(body.errors) ? body.errors.filter(isFieldError) : [],
      changes: Array.isArray(body.changes) ? body.changes.filter(isChangedField) : [],
      requestId,
    })
  }
  return new ApiProblem({
    code: response.status === 401 ? 'unauthenticated' : response.status === 503 ? 'unavailable' : 'unreadable_answer',
    status: response.status,
    detail: `The server answered ${response.status} without saying why.`,
    requestId,
  })
}
