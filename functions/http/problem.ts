import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda'
import { type ChangedField, type FieldError, type Problem, type ProblemCode, problems } from '../contract/index.ts'
import { Refusal } from '../domain/problems/index.ts'

const unsaid = 'It is not your doing. Try again in a moment; if it stays, tell your administrator the request id.'

/** RFC 9457 problem details of a code. */
export function problemOf(
  code: ProblemCode,
  detail: string,
  errors: readonly FieldError[] = [],
  changes: readonly ChangedField[] = [],
): Problem {
  const { status, title } = problems[code]
  return {
    ...{ type: 'about:blank', title, status, code, detail },
    ...(errors.length > 0 && { errors: [...errors] }),
    ...(changes.length > 0 && { changes: [...changes] }),
  }
}

/** Faults of the services below that pass by themselves, by the name that the AWS SDK gives them. */
const passing = new Set([
  'ThrottlingException',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'SlowDown',
  'ServiceUnavailable',
  'TimeoutError',
  'IssuerUnavailable',
  'TransactionInProgressException',
])

/** What the caller is told of any error: a refusal in its own words, everything else without a word of its cause. */
export function problemFor(error: unknown): Problem {
  if (error instanceof Refusal) return problemOf(error.code, error.message, error.fieldErrors, error.changes)
  if (error instanceof Error && passing.has(error.name)) return problemOf('unavailable', unsaid)
  return problemOf('internal_error', unsaid)
}

export function problemResponse(problem: Problem): APIGatewayProxyStructuredResultV2 {
  return {
    statusCode: problem.status,
    headers: {
      'content-type': 'application/problem+json',
      ...(problem.status === 401 && { 'www-authenticate': 'Bearer' }),
      ...(problem.status === 503 && { 'retry-after': '2' }),
    },
    body: JSON.stringify(problem),
  }
}
