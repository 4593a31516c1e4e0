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

/** An id as plain text: the dashboard has them out of addresses, and the server checks them. */
type Plain<T> = T extends string ? (keyof T extends keyof string ? T : string) : T

/** Optional where the query has a default, typed as the handler gets it (its input type is `unknown` where coerced). */
type QueryOptions<E extends Endpoint> = {
  [Name in keyof QueryInputOf<E>]: Name extends keyof QueryOf<E> ? Plain<QueryOf<E>[Name]> : never
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
export type Dtmf = ResponseOf<Contract['segments']['getDtmf']>
export type Transcript = ResponseOf<Contract['segments']['getTranscript']>
export type Cue = Transcript['cues'][number]
export type NewCue = BodyInputOf<Contract['segments']['addCue']>
export type CueChanges = BodyInputOf<Contract['segments']['changeCue']>
export type CueHistory = ResponseOf<Contract['segments']['listCueHistory']>
export type Counts = ResponseOf<Contract['recordings']['countRecordings']>
export type Corrections = BodyInputOf<Contract['recordings']['correctRecording']>
export type Actions = Recording['actions']
export type Denials = NonNullable<Recording['denials']>
export type Review = ResponseOf<Contract['reviews']['getReview']>
export type ReviewSummary = RecordingSummary['review']
export type ReviewChanges = BodyInputOf<Contract['reviews']['changeReview']>
export type Note = ResponseOf<Contract['reviews']['addNote']>
export type HistoryPage = ResponseOf<Contract['reviews']['listHistory']>
export type Category = ResponseOf<Contract['customData']['listCategories']>['items'][number]
export type CustomField = ResponseOf<Contract['customData']['getCustomField']>
export type NewCustomField = BodyInputOf<Contract['customData']['createCustomField']>
export type CustomFieldChanges = BodyInputOf<Contract['customData']['changeCustomField']>
export type CustomData = ResponseOf<Contract['customData']['getCustomData']>
/** A custom field with what it holds of a recording or segment. */
export type CustomDatum = CustomData['items'][number]
export type CustomDataChanges = BodyInputOf<Contract['customData']['changeCustomData']>['values']
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
export type SupportAccess = ResponseOf<Contract['tenants']['getSupportAccess']>
export type MyChanges = BodyInputOf<Contract['me']['changeMe']>
export type Policy = ResponseOf<Contract['policies']['getPolicy']>
export type NewPolicy = BodyInputOf<Contract['policies']['createPolicy']>
export type PolicyChanges = BodyInputOf<Contract['policies']['changePolicy']>
export type PolicyIssue = ResponseOf<Contract['policies']['checkPolicy']>['issues'][number]
export type PolicyTrial = BodyInputOf<Contract['policies']['testPolicy']>
export type Explanation = ResponseOf<Contract['policies']['explainPermission']>
export type RecorderHead = ResponseOf<Contract['recorders']['listRecorders']>['items'][number]
export type Recorder = ResponseOf<Contract['recorders']['getRecorder']>
export type NewRecorder = BodyInputOf<Contract['recorders']['createRecorder']>
export type MadeRecorder = ResponseOf<Contract['recorders']['createRecorder']>
export type RecorderSecret = ResponseOf<Contract['recorders']['addSecret']>
export type RecorderChanges = BodyInputOf<Contract['recorders']['changeRecorder']>
export type AuditPage = ResponseOf<Contract['audit']['listAudit']>
export type AuditEntry = AuditPage['items'][number]
export type AuditFilters = BodyInputOf<Contract['audit']['exportAudit']>
export type SessionMetadata = ResponseOf<Contract['metadata']['getSessionMetadata']>
export type SegmentParticipants = ResponseOf<Contract['metadata']['getSegmentParticipants']>
export type HeardRange = BodyInputOf<Contract['media']['addRangesHeard']>['ranges'][number]
