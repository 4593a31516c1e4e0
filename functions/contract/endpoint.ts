import type * as z from 'zod'
import type { Permission } from './permissions.ts'
import type { ProblemCode } from './problems.ts'

export type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE'

/** An endpoint either names the permission that it needs or says that it is public; one with neither does not compile. */
export type Access = { permission: Permission; public?: never } | { public: true; permission?: never }

export type Schemas = {
  params?: z.ZodObject
  query?: z.ZodObject
  body?: z.ZodObject
}

/** Whether the request acts in one tenant (the `Soundkeep-Tenant` header, or the person's only tenant). */
export type Tenancy = 'one-tenant' | 'no-tenant'

/**
 * What the audit keeps of a request that was allowed. `change`: an entry in the transaction of the change itself, by the
 * domain. `access`: an entry that is written before the answer. `search`: the same, repeats within a minute counted as one.
 * `none`: nothing, for it shows nothing of calls and changes nothing. Denials are counted for every endpoint.
 */
export type Audit = 'change' | 'access' | 'search' | 'none'

export type Endpoint = Access &
  Schemas & {
    method: Method
    /** Below `/api/v1`, with `{name}` for each of `params`. */
    path: `/${string}`
    summary: string
    tenancy: Tenancy
    audit: Audit
    /** `required`: the request must carry If-Match (RFC 9110 section 13.1.1), else 428. */
    ifMatch?: 'required'
    /** `true`: a create; a repeated Idempotency-Key within 24 h answers what the first one made. */
    idempotencyKey?: true
    maxBodyBytes?: number
    /** Status and body of success; no schema means an empty body. The first is the usual one. */
    responses: Partial<Record<200 | 201 | 204, { description: string; schema?: z.ZodType }>>
    /** Problems of its own, beyond those that every endpoint may answer. */
    errors: readonly ProblemCode[]
  }

export type Room = Record<string, Endpoint>

/** Keeps the literal types of a room while holding each endpoint to {@link Endpoint}. */
export function defineRoom<const R extends Room>(room: R): R {
  return room
}

type Output<S> = S extends z.ZodType ? z.output<S> : undefined
type Input<S> = S extends z.ZodType ? z.input<S> : undefined

export type ParamsOf<E extends Endpoint> = Output<E['params']>
export type QueryOf<E extends Endpoint> = Output<E['query']>
export type BodyOf<E extends Endpoint> = Output<E['body']>
export type QueryInputOf<E extends Endpoint> = Input<E['query']>
export type BodyInputOf<E extends Endpoint> = Input<E['body']>

type ResponseSchema<R> = R extends { schema: infer S extends z.ZodType } ? z.output<S> : undefined
/** The body of success, whatever its status. */
export type ResponseOf<E extends Endpoint> = {
  [Status in keyof E['responses']]: ResponseSchema<E['responses'][Status]>
}[keyof E['responses']]
