import * as z from 'zod'
import { auditEntrySchema } from './audit-entry.ts'
import { participantSchema, pauseSchema } from './call-facts.ts'
import type { Endpoint, Room } from './endpoint.ts'
import { groupChangesSchema, groupSchema, groupWithMembersSchema, newGroupSchema } from './groups.ts'
import { basePath, contract } from './index.ts'
import { announcedMediaSchema, ingestBodySchema, uploadSchema } from './ingest.ts'
import { meSchema } from './me.ts'
import { managedPolicySchema, permissionSchema } from './permissions.ts'
import {
  explanationSchema,
  newPolicySchema,
  policyChangesSchema,
  policyHeadSchema,
  policyIssueSchema,
  policySchema,
} from './policies.ts'
import {
  changedFieldSchema,
  commonProblems,
  fieldErrorSchema,
  type ProblemCode,
  problemSchema,
  problems,
} from './problems.ts'
import {
  newRecorderSchema,
  newSecretSchema,
  recorderChangesSchema,
  recorderHeadSchema,
  recorderSchema,
} from './recorders.ts'
import { correctionsSchema, denialSchema } from './recording-values.ts'
import { mediaFileSchema, recordingSchema, recordingSummarySchema, segmentSchema } from './recordings.ts'
import { reviewSummarySchema } from './review-values.ts'
import { historyEntrySchema, noteSchema, reviewChangesSchema, reviewSchema } from './reviews.ts'
import { membershipSchema } from './rights.ts'
import { routePermissionsSchema } from './route-permissions.ts'
import { listedRouteSchema, newRouteSchema, routeChangesSchema, routeSchema } from './routes.ts'
import {
  administratorSchema,
  newTenantSchema,
  supportAccessSchema,
  tenantChangesSchema,
  tenantSchema,
} from './tenants.ts'
import {
  boundarySchema,
  importLineSchema,
  importResultSchema,
  newUserSchema,
  userChangesSchema,
  userHeadSchema,
  userSchema,
} from './users.ts'
import { roleSchema } from './values.ts'

type Json = Record<string, unknown>

/** An OpenAPI 3.1 description (https://spec.openapis.org/oas/v3.1.1.html). */
export type OpenApiDocument = Json & {
  paths: Record<string, Record<string, Json>>
  components: Json & { schemas: Record<string, Json> }
}

/** The same in requests and in answers. */
const sharedSchemas = { Permission: permissionSchema, ManagedPolicy: managedPolicySchema, Role: roleSchema }
/** Schemas that readers know by name; all others are named after their endpoint. */
const requestSchemas = {
  ...sharedSchemas,
  CallAnnouncement: ingestBodySchema,
  AnnouncedMedia: announcedMediaSchema,
  AnnouncedPause: pauseSchema,
  Corrections: correctionsSchema,
  ReviewChanges: reviewChangesSchema,
  NewTenant: newTenantSchema,
  TenantChanges: tenantChangesSchema,
  NewRoute: newRouteSchema,
  RouteChanges: routeChangesSchema,
  NewUser: newUserSchema,
  UserChanges: userChangesSchema,
  NewGroup: newGroupSchema,
  GroupChanges: groupChangesSchema,
  NewPolicy: newPolicySchema,
  PolicyChanges: policyChangesSchema,
  NewRecorder: newRecorderSchema,
  RecorderChanges: recorderChangesSchema,
}
const responseSchemas = {
  ...sharedSchemas,
  Me: meSchema,
  Recording: recordingSchema,
  RecordingSummary: recordingSummarySchema,
  Segment: segmentSchema,
  MediaFile: mediaFileSchema,
  Denial: denialSchema,
  Review: reviewSchema,
  ReviewSummary: reviewSummarySchema,
  Note: noteSchema,
  HistoryEntry: historyEntrySchema,
  Tenant: tenantSchema,
  Route: routeSchema,
  ListedRoute: listedRouteSchema,
  RoutePermissions: routePermissionsSchema,
  Participant: participantSchema,
  Upload: uploadSchema,
  Problem: problemSchema,
  FieldError: fieldErrorSchema,
  ChangedField: changedFieldSchema,
  SupportAccess: supportAccessSchema,
  Administrator: administratorSchema,
  User: userSchema,
  ListedUser: userHeadSchema,
  GroupMembership: membershipSchema,
  Boundary: boundarySchema,
  ImportResult: importResultSchema,
  ImportLine: importLineSchema,
  Group: groupWithMembersSchema,
  ListedGroup: groupSchema,
  Policy: policySchema,
  ListedPolicy: policyHeadSchema,
  PolicyIssue: policyIssueSchema,
  Explanation: explanationSchema,
  Recorder: recorderSchema,
  ListedRecorder: recorderHeadSchema,
  NewSecret: newSecretSchema,
  AuditEntry: auditEntrySchema,
}

type Named = { name: string; room: string; endpoint: Endpoint }
const endpoints: readonly Named[] = Object.entries<Room>(contract).flatMap(([room, members]) =>
  Object.entries(members).map(([name, endpoint]) => ({ name, room, endpoint })),
)

const capitalized = (name: string) => name.charAt(0).toUpperCase() + name.slice(1)
const refTo = (name: string) => ({ $ref: `#/components/schemas/${name}` })

/** The endpoint table as an OpenAPI 3.1 description. Not exported by the index: no function needs it. */
export function openApiDocument(): OpenApiDocument {
  const requests = schemaNames(requestSchemas)
  const responses = schemaNames(responseSchemas)
  for (const { name, endpoint } of endpoints) {
    if (endpoint.body) requests.nameUnlessNamed(endpoint.body, `${capitalized(name)}Request`)
    for (const { schema } of Object.values(endpoint.responses)) {
      if (schema) responses.nameUnlessNamed(schema, `${capitalized(name)}Result`)
    }
  }
  return {
    openapi: '3.1.1',
    info: {
      title: 'Soundkeep',
      version: '1',
      description:
        'Call recordings of many companies. Times are RFC 3339 in UTC, durations whole milliseconds; ignore fields that ' +
        'you do not know. Errors are RFC 9457 problem details whose `code` is stable.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: basePath }],
    tags: Object.keys(contract).map((name) => ({ name })),
    security: [{ bearer: [] }],
    paths: pathsOf(requests.nameOf, responses.nameOf),
    components: {
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT', description: 'An access token of the issuer.' },
      },
      headers: {
        RequestId: { description: 'Names this request to your administrator.', schema: { type: 'string' } },
      },
      responses: sharedResponses(),
      schemas: { ...requests.toJson('input'), ...responses.toJson('output') },
    },
  }
}

/** Collects schemas under names, and makes JSON Schema of them that refers to each other by these. */
function schemaNames(wellKnown: Record<string, z.ZodType>) {
  const registry = z.registry<{ id: string }>()
  const nameUnlessNamed = (schema: z.ZodType, id: string) => void (registry.has(schema) || registry.add(schema, { id }))
  for (const [id, schema] of Object.entries(wellKnown)) nameUnlessNamed(schema, id)
  return {
    nameUnlessNamed,
    nameOf(schema: z.ZodType): string {
      const id = registry.get(schema)?.id
      if (id === undefined) throw new Error('a schema of the contract has no name')
      return id
    },
    toJson(io: 'input' | 'output'): Record<string, Json> {
      const { schemas } = z.toJSONSchema(registry, { io, uri: (id) => refTo(id).$ref, override })
      return Object.fromEntries(
        Object.entries(schemas).map(([id, { $schema: _dialect, $id: _uri, ...schema }]) => [id, schema]),
      )
    },
  }
}

function override({
  zodSchema,
  jsonSchema,
}: {
  zodSchema: z.core.$ZodTypes
  jsonSchema: z.core.JSONSchema.BaseSchema
}) {
  const { def } = zodSchema._zod
  // An answer of ours may have more fields one day; only requests are strict, by their own word.
  if (def.type === 'object' && !def.catchall) delete jsonSchema.additionalProperties
  // The format says it, and for people.
  if (jsonSchema.format === 'date-time') delete jsonSchema.pattern
}

type NameOf = (schema: z.ZodType) => string

function pathsOf(requestName: NameOf, responseName: NameOf): OpenApiDocument['paths'] {
  const paths: OpenApiDocument['paths'] = {}
  for (const { name, room, endpoint } of endpoints) {
    const { method, path, summary, permission, body, responses } = endpoint
    const item = paths[path] ?? {}
    paths[path] = item
    item[method.toLowerCase()] = {
      operationId: name,
      tags: [room],
      summary,
      description: permission ? `Needs the permission \`${permission}\`.` : 'Open to everybody.',
      ...(endpoint.public && { security: [] }),
      parameters: parametersOf(endpoint),
      ...(body && {
        requestBody: { required: true, content: { 'application/json': { schema: refTo(requestName(body)) } } },
      }),
      responses: {
        ...Object.fromEntries(
          Object.entries(responses).map(([status, { description, schema }]) => [
            status,
            answer(description, schema && { 'application/json': { schema: refTo(responseName(schema)) } }),
          ]),
        ),
        ...problemResponses(endpoint),
      },
    }
  }
  return paths
}

function answer(description: string, content?: Json): Json {
  const headers = { 'soundkeep-request-id': { $ref: '#/components/headers/RequestId' } }
  return { description, headers, ...(content && { content }) }
}

function parametersOf({ params, query, tenancy, ifMatch, idempotencyKey }: Endpoint): Json[] {
  const header = (name: string, required: boolean, description: string, schema: Json = { type: 'string' }) => ({
    ...{ name, in: 'header', required, description, schema },
  })
  return [
    ...fieldsOf(params).map((field) => ({ ...field, in: 'path' })),
    ...fieldsOf(query).map((field) => ({ ...field, in: 'query' })),
    ...(tenancy === 'one-tenant'
      ? [header('Soundkeep-Tenant', false, 'Id of the tenant to act in; needed by those who may act in several.')]
      : []),
    ...(ifMatch ? [header('If-Match', true, 'The ETag that you read, or `*`.')] : []),
    ...(idempotencyKey
      ? [
          header('Idempotency-Key', false, 'The same key within 24 hours answers what the first request made.', {
            ...{ type: 'string', pattern: '^[\\x21-\\x7e]{1,255}$' },
          }),
        ]
      : []),
  ]
}

function fieldsOf(schema: z.ZodObject | undefined): Json[] {
  if (!schema) return []
  const { properties = {}, required = [] } = z.toJSONSchema(schema, { io: 'input' })
  return Object.entries(properties).map(([name, field]) => ({ name, required: required.includes(name), schema: field }))
}

/** Every problem that a call may be answered with: those of all endpoints, of what this one takes, and its own. */
export function problemsOf({
  tenancy,
  permission,
  ifMatch,
  idempotencyKey,
  body,
  errors,
}: Endpoint): ReadonlySet<ProblemCode> {
  const inTenant = tenancy === 'one-tenant'
  return new Set<ProblemCode>([
    ...commonProblems,
    ...(inTenant ? (['tenant_required', 'second_factor_required'] as const) : []),
    ...(inTenant && permission?.startsWith('recording:') ? (['support_access_required'] as const) : []),
    ...(ifMatch ? (['precondition_failed', 'precondition_required'] as const) : []),
    ...(idempotencyKey ? (['idempotency_key_reused'] as const) : []),
    ...(body ? (['body_too_large', 'unsupported_media_type'] as const) : []),
    ...errors,
  ])
}

/** Answers that are one problem and no other, which most endpoints share. */
function sharedResponses(): Record<string, Json> {
  const codes = new Set(endpoints.flatMap(({ endpoint }) => [...problemsOf(endpoint)]))
  return Object.fromEntries([...codes].map((code) => [code, problemAnswer([code])]))
}

function problemResponses(endpoint: Endpoint): Record<string, Json> {
  const byStatus = Map.groupBy(problemsOf(endpoint), (code) => problems[code].status)
  return Object.fromEntries(
    [...byStatus].map(([status, codes]) => {
      const isShared = codes.length === 1
      return [status, isShared ? { $ref: `#/components/responses/${codes[0]}` } : problemAnswer(codes)]
    }),
  )
}

function problemAnswer(codes: readonly ProblemCode[]): Json {
  const schema = { allOf: [refTo('Problem'), { properties: { code: { enum: codes } } }] }
  const description = codes.map((code) => `${problems[code].title} (\`${code}\`).`).join(' ')
  return answer(description, { 'application/problem+json': { schema } })
}
