import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda'
import type { RoomName } from '../../functions/contract/index.ts'
import { type MatchedRoute, matchRoute } from './routes.ts'

export type InvokeRoom = (room: RoomName, event: APIGatewayProxyEventV2) => Promise<APIGatewayProxyStructuredResultV2>

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html */
const maxBodyBytes = 10 * 1024 * 1024

async function readBody(request: IncomingMessage): Promise<Buffer | 'too-long'> {
  const chunks: Buffer[] = []
  let lengthBytes = 0
  for await (const chunk of request) {
    lengthBytes += chunk.length
    if (lengthBytes <= maxBodyBytes) chunks.push(chunk)
  }
  return lengthBytes > maxBodyBytes ? 'too-long' : Buffer.concat(chunks)
}

/** Repeated values are joined by commas, as payload format 2.0 does. */
function joined(pairs: Iterable<[string, string]>): Record<string, string> {
  const found = new Map<string, string>()
  for (const [name, value] of pairs) {
    const before = found.get(name)
    found.set(name, before === undefined ? value : `${before},${value}`)
  }
  return Object.fromEntries(found)
}

function headersOf(request: IncomingMessage): Record<string, string> {
  const raw = request.rawHeaders
  const pairs = raw.flatMap((name, index): [string, string][] =>
    index % 2 === 0 && name.toLowerCase() !== 'cookie' ? [[name.toLowerCase(), raw[index + 1] ?? '']] : [],
  )
  return joined(pairs)
}

const isText = (contentType: string) => /^(text\/|application\/(json|.*\+json|xml|javascript))/i.test(contentType)

/**
 * The event of an HTTP API with payload format 2.0:
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
function eventOf(request: IncomingMessage, url: URL, route: MatchedRoute, body: Buffer): APIGatewayProxyEventV2 {
  const headers = headersOf(request)
  const now = new Date()
  const query = joined(url.searchParams)
  const isBase64Encoded = body.length > 0 && !isText(headers['content-type'] ?? '')
  const cookies = request.headers.cookie?.split(/;\s*/)
  return {
    version: '2.0',
    routeKey: route.routeKey,
    rawPath: decodeURI(url.pathname),
    rawQueryString: url.search.slice(1),
    ...(cookies && { cookies }),
    headers,
    ...(Object.keys(query).length > 0 && { queryStringParameters: query }),
    ...(Object.keys(route.pathParameters).length > 0 && { pathParameters: route.pathParameters }),
    requestContext: {
      accountId: '000000000000',
      apiId: 'local',
      domainName: headers.host ?? '',
      domainPrefix: 'local',
      http: {
        method: request.method ?? 'GET',
        path: decodeURI(url.pathname),
        protocol: `HTTP/${request.httpVersion}`,
        sourceIp: request.socket.remoteAddress ?? '',
        userAgent: headers['user-agent'] ?? '',
      },
      requestId: randomUUID(),
      routeKey: route.routeKey,
      stage: '$default',
      time: now.toISOString(),
      timeEpoch: now.getTime(),
    },
    ...(body.length > 0 && { body: body.toString(isBase64Encoded ? 'base64' : 'utf8') }),
    isBase64Encoded,
  }
}

/** API Gateway's own answers, before or instead of a function's. */
function answerItself(response: ServerResponse, status: number, message: string): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify({ message }))
}

/** Answers `/api/*` as an HTTP API does: one route table, one Lambda invocation. */
export async function answerApi(
  invoke: InvokeRoom,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
  onFault?: (error: unknown) => void,
): Promise<void> {
  const body = await readBody(request)
  let path: string
  try {
    path = decodeURI(url.pathname)
  } catch {
    return answerItself(response, 400, 'Bad Request')
  }
  const route = matchRoute(request.method ?? 'GET', path)
  if (!route) return answerItself(response, 404, 'Not Found')
  if (body === 'too-long') return answerItself(response, 413, 'Request Too Long')
  let result: APIGatewayProxyStructuredResultV2
  try {
    result = await invoke(route.room, eventOf(request, url, route, body))
  } catch (error) {
    onFault?.(error)
    return answerItself(response, 500, 'Internal Server Error')
  }
  const headers = Object.fromEntries(Object.entries(result.headers ?? {}).map(([name, value]) => [name, String(value)]))
  response
    .writeHead(result.statusCode ?? 200, headers)
    .end(result.isBase64Encoded ? Buffer.from(result.body ?? '', 'base64') : result.body)
}
