import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda'
import {
  basePath,
  commonProblems,
  contract,
  type Endpoint,
  problemSchema,
  problems,
} from '../../functions/contract/index.ts'
import { marker, type Sent } from './events.ts'

/** What is wrong with an answer, in words; undefined for one that the contract knows. */
export function faultOf({ room, event }: Sent, answer: APIGatewayProxyStructuredResultV2): string | undefined {
  const { statusCode = 0, headers = {}, body } = answer
  if (headers['cache-control'] !== 'no-store' || !headers['soundkeep-request-id']) return 'it lacks its headers'
  if (statusCode >= 400) return faultOfProblem(statusCode, String(headers['content-type']), body)
  const { routeKey } = event as { routeKey?: unknown } // only an event with one succeeds
  const endpoints: Endpoint[] = Object.values(contract[room])
  const endpoint = endpoints.find(({ method, path }) => routeKey === `${method} ${basePath}${path}`)
  const response = Object.entries(endpoint?.responses ?? {}).find(([status]) => Number(status) === statusCode)?.[1]
  if (!response) return `it has a status that ${String(routeKey)} does not declare: ${statusCode}`
  if (!response.schema) return body === undefined ? undefined : 'it has a body that is not declared'
  return response.schema.safeParse(JSON.parse(body ?? '')).success ? undefined : 'its body is not the declared one'
}

function faultOfProblem(status: number, contentType: string, body: string | undefined): string | undefined {
  if (contentType !== 'application/problem+json') return `it is no problem document but ${contentType}`
  const problem = problemSchema.safeParse(jsonOf(body)).data
  if (!problem) return 'it is no problem of the contract'
  if (problem.status !== status || problems[problem.code].status !== status)
    return `its status is not of ${problem.code}`
  if (status >= 500) return `it is a fault of ours: ${problem.code}`
  // Names of fields are repeated to whoever sent them; nothing else is.
  return problem.detail.includes(marker) ? 'its detail repeats words of the request' : undefined
}

/** Lines that a function logged must not hold words of a request. */
export function faultOfLog(line: string): string | undefined {
  return line.includes(marker) || /Bearer|eyJ/.test(line) ? `a log line holds words of a request: ${line}` : undefined
}

function jsonOf(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '')
  } catch {
    return undefined
  }
}

/** Codes that have to come up, or nothing behind the first steps was reached. */
export const reached = [
  ...commonProblems.filter((code) => problems[code].status < 500),
  'body_too_large',
  'tenant_required',
]
