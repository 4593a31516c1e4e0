import type { BodyOf, Endpoint, ParamsOf, QueryOf, ResponseOf, Room } from '../contract/index.ts'
import type { AuditAction, Caller, Principal } from '../model/index.ts'

/** What a handler is given: everything verified and parsed by its endpoint's declaration. */
export type Call<E extends Endpoint> = {
  /** Acting in one tenant; only who asks for an endpoint that needs no tenant. */
  principal: E['tenancy'] extends 'one-tenant' ? Principal : Caller
  /** For what the issuer does in the caller's own name. */
  accessToken: string
  params: ParamsOf<E>
  query: QueryOf<E>
  body: BodyOf<E>
  /** Of If-Match; undefined for `*`. */
  baseVersion: number | undefined
  idempotencyKey: string | undefined
}

/** A success; without a status it is the endpoint's first one. */
export type Reply<E extends Endpoint> = {
  status?: Extract<keyof E['responses'], number>
  body: ResponseOf<E>
  /** Becomes the ETag. */
  version?: number
}

/** One handler for each endpoint of a room: a missing or a foreign one does not compile. */
export type Handlers<R extends Room> = { [Name in keyof R]: (call: Call<R[Name]>) => Promise<Reply<R[Name]>> }

export type BoundEndpoint = {
  name: AuditAction
  endpoint: Endpoint
  handle: (call: Call<Endpoint>) => Promise<Reply<Endpoint>>
}
/** By API Gateway's route key, `GET /api/v1/recordings/{recordingId}`. */
export type BoundRoom = ReadonlyMap<string, BoundEndpoint>

export function bindRoom<R extends Room>(basePath: string, room: R, handlers: Handlers<R>): BoundRoom {
  return new Map(
    Object.entries(room).map(([name, endpoint]) => [
      `${endpoint.method} ${basePath}${endpoint.path}`,
      // The names of all endpoints are actions of the audit; the pipeline parses by `endpoint` what this handler, declared for it, takes.
      {
        name: name as AuditAction,
        endpoint,
        handle: handlers[name as keyof R] as unknown as BoundEndpoint['handle'],
      },
    ]),
  )
}
