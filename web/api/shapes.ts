import type {
  BodyInputOf,
  Contract,
  Endpoint,
  Method,
  ParamsOf,
  QueryInputOf,
  QueryOf,
  ResponseOf,
} from '../../functions/contract/index.ts'

/** Every endpoint of the contract as one union. */
type AnyEndpoint = { [Room in keyof Contract]: Contract[Room][keyof Contract[Room]] }[keyof Contract]

export type PathOf<M extends Method> = Extract<AnyEndpoint, { method: M }>['path']
export type EndpointAt<M extends Method, Path extends string> = Extract<
  Extract<AnyEndpoint, { method: M; path: Path }>,
  Endpoint
>

/** Optional where the query has a default, typed as the handler gets it (its input type is `unknown` where coerced). */
type QueryOptions<E extends Endpoint> = {
  [Name in keyof QueryInputOf<E>]: Name extends keyof QueryOf<E> ? QueryOf<E>[Name] : never
}

/** What a call needs besides its address: exactly what the contract's endpoint declares. */
export type CallOptions<E extends Endpoint> = { signal?: AbortSignal | undefined } & (E extends {
  tenancy: 'one-tenant'
}
  ? { tenantId: string }
  : unknown) &
  (E extends { params: object } ? { params: { [Name in keyof ParamsOf<E>]: string | number } } : unknown) &
  (E extends { query: object } ? { query: QueryOptions<E> } : unknown) &
  (E extends { body: object } ? { body: BodyInputOf<E> } : unknown) &
  (E extends { ifMatch: 'required' }
    ? { ifMatch: string }
    : // A create has nothing to match yet: together they would be more combinations than the compiler follows.
      E extends { idempotencyKey: true }
      ? { idempotencyKey?: string | undefined }
      : unknown)

/** What came back; `etag` is for the If-Match of a later change. */
export type Answer<E extends Endpoint> = { body: ResponseOf<E>; etag: string | null }

export type Me = ResponseOf<Contract['me']['getMe']>
export type RecordingPage = ResponseOf<Contract['recordings']['listRecordings']>
export type RecordingSummary = RecordingPage['items'][number]
export type Recording = ResponseOf<Contract['recordings']['getRecording']>
export type Segment = Recording['segments'][number]
export type MediaFile = Segment['media'][number]
export type Counts = ResponseOf<Contract['recordings']['countRecordings']>
export type Corrections = BodyInputOf<Contract['recordings']['correctRecording']>
export type Actions = Recording['actions']
export type Denials = NonNullable<Recording['denials']>
export type TenantSettings = ResponseOf<Contract['tenants']['getTenant']>
export type TenantChanges = BodyInputOf<Contract['tenants']['changeTenant']>
export type ListedRoute = ResponseOf<Contract['tenants']['listRoutes']>['items'][number]
export type Route = ResponseOf<Contract['tenants']['getRoute']>
export type NewRoute = BodyInputOf<Contract['tenants']['createRoute']>
export type RouteChanges = BodyInputOf<Contract['tenants']['changeRoute']>
export type RouteTest = ResponseOf<Contract['tenants']['testRoutes']>
