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

type TenantOption<E extends Endpoint> = E extends { tenancy: 'one-tenant' } ? { tenantId: string } : unknown
type ParamsOption<E extends Endpoint> = E extends { params: object }
  ? { params: { [Name in keyof ParamsOf<E>]: string | number } }
  : unknown
type QueryOption<E extends Endpoint> = E extends { query: object } ? { query: QueryOptions<E> } : unknown
type BodyOption<E extends Endpoint> = E extends { body: object } ? { body: BodyInputOf<E> } : unknown
type IfMatchOption<E extends Endpoint> = E extends { ifMatch: 'required' } ? { ifMatch: string } : unknown
type IdempotencyOption<E extends Endpoint> = E extends { idempotencyKey: true }
  ? { idempotencyKey?: string | undefined }
  : unknown

/**
 * What a call needs besides its address: exactly what the contract's endpoint declares. Put together for each endpoint by
 * itself: all of them together would be more combinations than the compiler follows.
 */
export type CallOptions<E extends Endpoint> = E extends Endpoint
  ? {
      signal?: AbortSignal | undefined
      /** Goes on when the page is left. */
      keepalive?: boolean
    } & TenantOption<E> &
      ParamsOption<E> &
      QueryOption<E> &
      BodyOption<E> &
      IfMatchOption<E> &
      IdempotencyOption<E>
  : never

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
export type MyPermissions = ResponseOf<Contract['me']['getMyPermissions']>
export type ListedUser = ResponseOf<Contract['users']['listUsers']>['items'][number]
export type User = ResponseOf<Contract['users']['getUser']>
export type NewUser = BodyInputOf<Contract['users']['createUser']>
export type UserChanges = BodyInputOf<Contract['users']['changeUser']>
export type ImportResult = ResponseOf<Contract['users']['importUsers']>
export type ImportLine = ImportResult['lines'][number]
export type ListedGroup = ResponseOf<Contract['groups']['listGroups']>['items'][number]
export type Group = ResponseOf<Contract['groups']['getGroup']>
export type NewGroup = BodyInputOf<Contract['groups']['createGroup']>
export type GroupChanges = BodyInputOf<Contract['groups']['changeGroup']>
export type PolicyHead = ResponseOf<Contract['policies']['listPolicies']>['items'][number]
export type PolicyVocabulary = ResponseOf<Contract['policies']['getPolicyVocabulary']>
export type ListedTenant = ResponseOf<Contract['tenants']['listTenants']>['items'][number]
export type NewTenant = BodyInputOf<Contract['tenants']['createTenant']>
export type Administrator = ResponseOf<Contract['tenants']['listAdministrators']>['items'][number]
export type NewAdministrator = BodyInputOf<Contract['tenants']['createAdministrator']>
