import type { ChangedField, FieldError, ProblemCode } from '../../contract/index.ts'

/** A refusal that the caller is told: a code of the contract and what to do about it. */
export class Refusal extends Error {
  readonly code: ProblemCode
  readonly fieldErrors: readonly FieldError[]
  /** What others changed meanwhile. */
  readonly changes: readonly ChangedField[]

  constructor(
    code: ProblemCode,
    detail: string,
    fieldErrors: readonly FieldError[] = [],
    changes: readonly ChangedField[] = [],
  ) {
    super(detail)
    this.name = 'Refusal'
    this.code = code
    this.fieldErrors = fieldErrors
    this.changes = changes
  }
}

/** The one answer for what is missing and for what the asker may not know of: the same words for both. */
export function notFound(): Refusal {
  return new Refusal('not_found', 'It does not exist, or you may not see it. Check the address and the tenant.')
}

export function conflict(): Refusal {
  return new Refusal('conflict', 'Somebody else was changing it at the same moment. Send the request again.')
}
