import * as z from 'zod'

type ProblemKind = { status: number; title: string }

/**
 * Every problem that the API answers, by its stable code (RFC 9457: `type` is about:blank, `code` is ours).
 * `detail` of an answer says what to do about it.
 */
export const problems = {
  malformed_request: { status: 400, title: 'The request cannot be read' },
  invalid_request: { status: 400, title: 'The request has fields that are not valid' },
  invalid_cursor: { status: 400, title: 'The cursor is not valid for this list' },
  tenant_required: { status: 400, title: 'Say which tenant this request is for' },
  unauthenticated: { status: 401, title: 'Sign in first' },
  forbidden: { status: 403, title: 'You may not do this' },
  support_access_required: { status: 403, title: 'Support access to this tenant is closed' },
  second_factor_required: { status: 403, title: 'This tenant asks for a second factor' },
  route_permission: { status: 403, title: 'It is turned off on this route' },
  not_found: { status: 404, title: 'There is nothing here for you' },
  contradiction: { status: 409, title: 'The facts contradict what is already known' },
  conflict: { status: 409, title: 'Somebody else changed it at the same time' },
  media_not_ready: { status: 409, title: 'The media file is not there yet' },
  media_not_playable: { status: 409, title: 'The media file cannot be played here' },
  media_accepted: { status: 409, title: 'The media file has already arrived' },
  route_name_taken: { status: 409, title: 'Another route has this name' },
  route_in_use: { status: 409, title: 'The route has recordings' },
  default_route: { status: 409, title: 'The Default route takes what no other route does' },
  too_many_routes: { status: 409, title: 'The tenant has as many routes as it can' },
  email_taken: { status: 409, title: 'Somebody here has this e-mail address' },
  own_rights: { status: 409, title: 'Nobody changes their own rights' },
  already_signed_in: { status: 409, title: 'They have signed in already' },
  not_yet_signed_in: { status: 409, title: 'They have not signed in yet' },
  too_many_users: { status: 409, title: 'The tenant has as many people as it can' },
  group_name_taken: { status: 409, title: 'Another group has this name' },
  too_many_groups: { status: 409, title: 'The tenant has as many groups as it can' },
  policy_name_taken: { status: 409, title: 'Another policy has this name' },
  policy_in_use: { status: 409, title: 'People or groups hold the policy' },
  too_many_policies: { status: 409, title: 'There are as many policies as there can be' },
  recorder_name_taken: { status: 409, title: 'Another recorder has this name' },
  too_many_recorders: { status: 409, title: 'The tenant has as many recorders as it can' },
  too_many_secrets: { status: 409, title: 'The recorder has two secrets' },
  last_secret: { status: 409, title: 'It is the only secret' },
  category_name_taken: { status: 409, title: 'Another category has this name' },
  too_many_categories: { status: 409, title: 'The tenant has as many categories as it can' },
  custom_field_name_taken: { status: 409, title: 'Another custom field has this name' },
  too_many_custom_fields: { status: 409, title: 'The tenant has as many custom fields as it can' },
  transcript_not_timed: { status: 409, title: 'Not every cue has times' },
  tenant_name_taken: { status: 409, title: 'Another tenant has this name' },
  wrong_code: { status: 409, title: 'The code is not right' },
  in_review: { status: 409, title: 'Somebody else is reviewing it' },
  too_many_notes: { status: 409, title: 'The recording has as many notes as it can' },
  precondition_failed: { status: 412, title: 'It changed since you read it' },
  body_too_large: { status: 413, title: 'The request body is too large' },
  unsupported_media_type: { status: 415, title: 'The body must be JSON' },
  invalid_transcript: { status: 422, title: 'The transcript cannot be kept as it is' },
  invalid_policy: { status: 422, title: 'The policy cannot be kept as it is' },
  idempotency_key_reused: { status: 422, title: 'The Idempotency-Key was used for another request' },
  precondition_required: { status: 428, title: 'Send If-Match' },
  internal_error: { status: 500, title: 'Something went wrong on our side' },
  unavailable: { status: 503, title: 'The service cannot answer right now' },
} as const satisfies Record<string, ProblemKind>

export type ProblemCode = keyof typeof problems

/** What any endpoint may answer, so that an endpoint's own list says only what is particular to it. */
export const commonProblems = [
  'malformed_request',
  'invalid_request',
  'unauthenticated',
  'forbidden',
  'not_found',
  'internal_error',
  'unavailable',
] as const satisfies readonly ProblemCode[]

/** One field that is wrong; `field` is a path such as `media[0].sha256`. */
export const fieldErrorSchema = z.object({ field: z.string(), message: z.string() })
export type FieldError = z.output<typeof fieldErrorSchema>

/** What a field of a recording can hold, as histories and conflicts show it. */
export const fieldValueSchema = z.union([z.string(), z.number(), z.boolean(), z.array(z.string())]).nullable()
export type FieldValue = z.output<typeof fieldValueSchema>

/** A field that somebody changed since it was read: what it holds now, and whose doing that was, where it is known. */
export const changedFieldSchema = z.object({
  field: z.string(),
  now: fieldValueSchema,
  byName: z.string().nullable(),
  at: z.iso.datetime().nullable(),
})
export type ChangedField = z.output<typeof changedFieldSchema>

/** RFC 9457 problem details. */
export const problemSchema = z.object({
  type: z.literal('about:blank'),
  title: z.string(),
  status: z.int(),
  code: z.enum(Object.keys(problems) as [ProblemCode, ...ProblemCode[]]),
  detail: z.string(),
  errors: z.array(fieldErrorSchema).optional(),
  /** Of `precondition_failed`, where it is known field by field. */
  changes: z.array(changedFieldSchema).optional(),
})
export type Problem = z.output<typeof problemSchema>
