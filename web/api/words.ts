import type { ProblemCode } from '../../functions/contract/index.ts'
import { ApiProblem, type FaultCode } from './problem.ts'

export type ProblemWords = {
  /** What happened. */
  title: string
  /** What to do about it. */
  advice: string
  /** Whether the same again may well succeed. */
  canRetry: boolean
}

const ourFault = 'If it happens again, tell your administrator the request id.'

/** Every problem in words for people. The API's own `detail` speaks to programs and is not shown, field errors apart. */
const words: Record<FaultCode, ProblemWords> = {
  malformed_request: {
    title: 'The server could not read that request',
    advice: `Reload the page. ${ourFault}`,
    canRetry: false,
  },
  invalid_request: {
    title: 'Something in that is not valid',
    advice: 'Correct what is marked and try again.',
    canRetry: false,
  },
  invalid_cursor: {
    title: 'This list is too old to go on from here',
    advice: 'Load it again from the top.',
    canRetry: true,
  },
  tenant_required: { title: 'No tenant is chosen', advice: 'Choose a tenant in the top bar.', canRetry: false },
  unauthenticated: { title: 'Your session has ended', advice: 'Sign in again to go on.', canRetry: false },
  forbidden: {
    title: 'You may not do this',
    advice: 'Ask a Tenant Administrator if you should be able to.',
    canRetry: false,
  },
  support_access_required: {
    title: 'Support access to this tenant is closed',
    advice: 'Open it with a reason, or ask one of its Tenant Administrators to.',
    canRetry: true,
  },
  second_factor_required: {
    title: 'This tenant asks for a second factor',
    advice: 'Set one up in your profile, then sign in again.',
    canRetry: false,
  },
  route_permission: {
    title: 'It is turned off on this route',
    advice: 'Ask a Tenant Administrator if it should be on.',
    canRetry: false,
  },
  not_found: {
    title: 'There is nothing here for you',
    advice: 'It was deleted, or you may not see it.',
    canRetry: false,
  },
  contradiction: {
    title: 'That contradicts what is already known',
    advice: 'Load it again and compare.',
    canRetry: false,
  },
  conflict: { title: 'Somebody else changed it at the same moment', advice: 'Try again.', canRetry: true },
  media_not_ready: {
    title: 'The media file has not arrived yet',
    advice: 'Wait for the recorder to upload it.',
    canRetry: true,
  },
  media_not_playable: {
    title: 'The media file cannot be played here',
    advice: 'Download it and play it with another program.',
    canRetry: false,
  },
  media_accepted: {
    title: 'The media file has already arrived',
    advice: 'There is nothing left to upload.',
    canRetry: false,
  },
  route_name_taken: {
    title: 'Another route has this name',
    advice: 'Choose another name; retired routes keep theirs.',
    canRetry: false,
  },
  route_in_use: {
    title: 'The route has recordings',
    advice: 'Retire it instead: it takes no more calls and keeps its recordings.',
    canRetry: false,
  },
  default_route: {
    title: 'The Default route takes what no other route does',
    advice: 'It can be renamed, but not retired, deleted or given a pattern.',
    canRetry: false,
  },
  too_many_routes: {
    title: 'The tenant has as many routes as it can',
    advice: 'Delete a route that has no recordings first.',
    canRetry: false,
  },
  email_taken: {
    title: 'Somebody here has this e-mail address',
    advice: 'Look for them in the list, or use another address.',
    canRetry: false,
  },
  own_rights: {
    title: 'Nobody changes their own rights',
    advice: 'Ask another administrator to.',
    canRetry: false,
  },
  already_signed_in: {
    title: 'They have signed in already',
    advice: 'They need no invitation any more; a new password can be sent instead.',
    canRetry: false,
  },
  not_yet_signed_in: {
    title: 'They have not signed in yet',
    advice: 'Send them the invitation again.',
    canRetry: false,
  },
  too_many_users: {
    title: 'The tenant has as many people as it can',
    advice: 'Remove somebody who is gone first.',
    canRetry: false,
  },
  group_name_taken: { title: 'Another group has this name', advice: 'Choose another name.', canRetry: false },
  too_many_groups: {
    title: 'The tenant has as many groups as it can',
    advice: 'Delete a group that nobody needs first.',
    canRetry: false,
  },
  policy_name_taken: { title: 'Another policy has this name', advice: 'Choose another name.', canRetry: false },
  policy_in_use: {
    title: 'People or groups hold the policy',
    advice: 'Take it from them first; their pages say who holds what.',
    canRetry: false,
  },
  too_many_policies: {
    title: 'There are as many policies as there can be',
    advice: 'Delete one that nobody holds, or give fewer to one person.',
    canRetry: false,
  },
  recorder_name_taken: { title: 'Another recorder has this name', advice: 'Choose another name.', canRetry: false },
  too_many_recorders: {
    title: 'The tenant has as many recorders as it can',
    advice: 'Delete one that sends nothing any more first.',
    canRetry: false,
  },
  too_many_secrets: {
    title: 'The recorder has two secrets',
    advice: 'Give one up before you add another.',
    canRetry: false,
  },
  last_secret: {
    title: 'It is the only secret',
    advice: 'Add another first, or disable the recorder.',
    canRetry: false,
  },
  category_name_taken: { title: 'Another category has this name', advice: 'Choose another name.', canRetry: false },
  too_many_categories: {
    title: 'The tenant has as many categories as it can',
    advice: 'Retire one that is not needed first.',
    canRetry: false,
  },
  custom_field_name_taken: {
    title: 'Another custom field has this name',
    advice: 'Choose another name.',
    canRetry: false,
  },
  too_many_custom_fields: {
    title: 'The tenant has as many custom fields as it can',
    advice: 'Retire one that is not needed first.',
    canRetry: false,
  },
  transcript_not_timed: {
    title: 'Not every cue has times',
    advice: 'Set them, or export the transcript as text or JSON.',
    canRetry: false,
  },
  tenant_name_taken: { title: 'Another tenant has this name', advice: 'Choose another name.', canRetry: false },
  wrong_code: {
    title: 'The code is not right',
    advice: 'Enter the six digits that the app shows now.',
    canRetry: false,
  },
  in_review: {
    title: 'Somebody else is reviewing it',
    advice: 'Wait until they are done, or take it over.',
    canRetry: true,
  },
  too_many_notes: {
    title: 'The recording has as many notes as it can',
    advice: 'Add to a note of your own, or take one away.',
    canRetry: false,
  },
  precondition_failed: {
    title: 'It changed since you opened it',
    advice: 'Look at what is there now, then try again.',
    canRetry: true,
  },
  body_too_large: { title: 'That is too much at once', advice: 'Send less of it.', canRetry: false },
  unsupported_media_type: {
    title: 'The server could not read that request',
    advice: `Reload the page. ${ourFault}`,
    canRetry: false,
  },
  invalid_transcript: {
    title: 'The transcript cannot be kept as it is',
    advice: 'Nothing was stored. Correct what is named and try again.',
    canRetry: false,
  },
  invalid_policy: {
    title: 'The policy cannot be kept as it is',
    advice: 'Mend what is listed with it and save again.',
    canRetry: false,
  },
  idempotency_key_reused: {
    title: 'That was already sent as something else',
    advice: 'Reload the page and try again.',
    canRetry: false,
  },
  precondition_required: {
    title: 'The server could not read that request',
    advice: `Reload the page. ${ourFault}`,
    canRetry: false,
  },
  internal_error: { title: 'Something went wrong on our side', advice: `Try again. ${ourFault}`, canRetry: true },
  unavailable: { title: 'The service cannot answer right now', advice: 'Try again in a moment.', canRetry: true },
  no_connection: { title: 'No connection to the server', advice: 'Check your network and try again.', canRetry: true },
  unreadable_answer: {
    title: 'The server gave an answer that makes no sense here',
    advice: `Reload the page. ${ourFault}`,
    canRetry: true,
  },
}

export const isProblemCode = (code: string): code is ProblemCode =>
  Object.hasOwn(words, code) && code !== 'no_connection' && code !== 'unreadable_answer'

/** Any error in words for people; one that is not of the API is a fault of this dashboard. */
export function wordsOf(error: unknown): ProblemWords & { requestId: string | null } {
  if (error instanceof ApiProblem) return { ...words[error.code], requestId: error.requestId }
  return {
    title: 'Something went wrong in this page',
    advice: 'Reload the page. If it happens again, tell your administrator.',
    canRetry: true,
    requestId: null,
  }
}

/** What a problem's code means, as the beginning of a sentence; one that is not known here stays as it is. */
export const wordsOfCode = (code: string): string => (isProblemCode(code) ? words[code].title : code)

export const isProblem = (error: unknown, ...codes: FaultCode[]): error is ApiProblem =>
  error instanceof ApiProblem && codes.includes(error.code)
