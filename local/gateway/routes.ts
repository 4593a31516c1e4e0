import { basePath, contract, type RoomName } from '../../functions/contract/index.ts'

export type MatchedRoute = {
  room: RoomName
  /** As API Gateway writes it: `GET /api/v1/recordings/{recordingId}`. */
  routeKey: string
  pathParameters: Record<string, string>
}

type Route = { room: RoomName; method: string; routeKey: string; parts: string[] }

const routes: Route[] = Object.entries(contract).flatMap(([room, endpoints]) =>
  Object.values(endpoints).map(({ method, path }) => ({
    room: room as RoomName, // the keys of `contract` are the room names
    method,
    routeKey: `${method} ${basePath}${path}`,
    parts: `${basePath}${path}`.split('/'),
  })),
)

const isParameter = (part: string) => part.startsWith('{')

function parametersOf(route: Route, parts: string[]): Record<string, string> | undefined {
  if (route.parts.length !== parts.length) return undefined
  const found: Record<string, string> = {}
  for (const [index, part] of route.parts.entries()) {
    const given = parts[index] ?? ''
    if (isParameter(part)) {
      if (given === '') return undefined
      found[part.slice(1, -1)] = given
    } else if (part !== given) return undefined
  }
  return found
}

/**
 * The route that HTTP APIs choose: the full match before one with parameters.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html
 * @param path decoded
 */
export function matchRoute(method: string, path: string): MatchedRoute | undefined {
  const parts = path.split('/')
  const matches = routes
    .filter((route) => route.method === method)
    .flatMap((route) => {
      const pathParameters = parametersOf(route, parts)
      return pathParameters ? [{ room: route.room, routeKey: route.routeKey, pathParameters }] : []
    })
    .sort((a, b) => Object.keys(a.pathParameters).length - Object.keys(b.pathParameters).length)
  return matches[0]
}
