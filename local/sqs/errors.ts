/** SQS's error codes with their status (https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/CommonErrors.html). */
const STATUS = {
  AccessDeniedException: 403,
  IncompleteSignature: 400,
  InvalidClientTokenId: 403,
  MissingAuthenticationToken: 403,
  SignatureDoesNotMatch: 403,
  InvalidParameterValueException: 400,
  InvalidMessageContents: 400,
  MessageNotInflight: 400,
  QueueDoesNotExist: 400,
  ReceiptHandleIsInvalid: 400,
  NotImplemented: 501,
  InternalFailure: 500,
} as const

export type SqsErrorCode = keyof typeof STATUS

/** A refusal that the client is told; everything else becomes InternalFailure. */
export class SqsError extends Error {
  readonly code: SqsErrorCode
  readonly status: number

  constructor(code: SqsErrorCode, message: string) {
    super(message)
    this.code = code
    this.status = STATUS[code]
  }
}
