/** HTTP status of each code, as STS answers it. https://docs.aws.amazon.com/STS/latest/APIReference/CommonErrors.html */
const STATUS_OF = {
  AccessDenied: 403,
  ExpiredToken: 403,
  IncompleteSignature: 400,
  InternalFailure: 500,
  InvalidAction: 400,
  InvalidClientTokenId: 403,
  InvalidParameterValue: 400,
  MissingAction: 400,
  MissingAuthenticationToken: 403,
  NotImplemented: 501,
  RequestEntityTooLarge: 413,
  SignatureDoesNotMatch: 403,
  ValidationError: 400,
} as const

export type StsErrorCode = keyof typeof STATUS_OF

/** An answer that STS gives to a caller; the message is for the caller's eyes. */
export class StsError extends Error {
  readonly code: StsErrorCode

  constructor(code: StsErrorCode, message: string) {
    super(message)
    this.name = 'StsError'
    this.code = code
  }

  get status(): number {
    return STATUS_OF[this.code]
  }
}

/** The words STS itself uses when a parameter breaks its constraint, so that people find them on the web. */
export function constraintBroken(parameter: string, value: string | undefined, constraint: string): StsError {
  const shown = value === undefined ? 'null' : `'${value}'`
  return new StsError(
    'ValidationError',
    `1 validation error detected: Value ${shown} at '${parameter}' failed to satisfy constraint: Member must ${constraint}`,
  )
}
