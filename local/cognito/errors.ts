/** HTTP status of each error, as Cognito answers it: https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/CommonErrors.html */
const STATUS_OF = {
  AccessDeniedException: 400,
  EnableSoftwareTokenMFAException: 400,
  ExpiredTokenException: 400,
  IncompleteSignatureException: 400,
  InternalErrorException: 500,
  InvalidOAuthFlowException: 400,
  InvalidParameterException: 400,
  InvalidSignatureException: 400,
  LimitExceededException: 400,
  MissingAuthenticationTokenException: 400,
  NotAuthorizedException: 400,
  NotImplementedException: 501,
  RequestEntityTooLargeException: 413,
  ResourceNotFoundException: 400,
  ScopeDoesNotExistException: 400,
  SerializationException: 400,
  UnknownOperationException: 400,
  UnrecognizedClientException: 400,
  UnsupportedUserStateException: 400,
  UserNotFoundException: 400,
  UsernameExistsException: 400,
} as const

export type CognitoErrorCode = keyof typeof STATUS_OF

/** An answer that Cognito gives to a caller; the message is for the caller's eyes. */
export class CognitoError extends Error {
  readonly code: CognitoErrorCode

  constructor(code: CognitoErrorCode, message: string) {
    super(message)
    this.name = 'CognitoError'
    this.code = code
  }

  get status(): number {
    return STATUS_OF[this.code]
  }
}

export const notSupported = (what: string) =>
  new CognitoError('NotImplementedException', `The local Cognito does not support ${what}`)
