import type { CognitoAuthorizationRequest } from '../cognito/index.ts'
import type { DynamoDbAuthorizationRequest } from '../dynamodb/index.ts'
import type { AuthorizeRequest } from '../s3/index.ts'
import type { SqsAuthorizationRequest } from '../sqs/index.ts'
import type { StsAuthorizationRequest } from '../sts/index.ts'
import type { Guard, Verdict } from './guard.ts'
import { arnsOf, type LocalNames } from './names.ts'

/** What S3 asks of the key that objects are encrypted with, in the caller's name. */
const keyActions: Readonly<Record<string, readonly string[]>> = {
  's3:GetObject': ['kms:Decrypt'],
  's3:GetObjectVersion': ['kms:Decrypt'],
  's3:PutObject': ['kms:GenerateDataKey'],
}

/**
 * Parts are joined by reading them.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html#mpuAndPermissions
 */
const multipartOperations = new Set(['CreateMultipartUpload', 'UploadPart', 'CompleteMultipartUpload'])

/** The guard as each local service asks it. */
export function guardedServices({ authorize }: Guard, names: LocalNames) {
  const arns = arnsOf(names)
  return {
    dynamodb: (request: DynamoDbAuthorizationRequest): Verdict => authorize(request),

    cognito: (request: CognitoAuthorizationRequest): Verdict => authorize(request),

    sqs: ({ principal, action, queueArn }: SqsAuthorizationRequest): Verdict =>
      authorize({ principal, action, resource: queueArn }),

    sts: ({ principal, action, roleArn, requestTags }: StsAuthorizationRequest): Verdict =>
      authorize({
        ...{ principal, action, resource: roleArn },
        context: { ...prefixed('aws:RequestTag/', requestTags), 'aws:TagKeys': Object.keys(requestTags) },
      }),

    s3(request: AuthorizeRequest): Verdict {
      const { principal, action, bucket, key } = request
      const resource = key === undefined ? `arn:aws:s3:::${bucket}` : `arn:aws:s3:::${bucket}/${key}`
      if (authorize({ principal, action, resource, context: objectContext(request) }) === 'deny') return 'deny'
      if (bucket !== names.bucketName) return 'allow'
      const further = multipartOperations.has(request.operation) ? ['kms:Decrypt'] : []
      const context = { 'kms:ViaService': `s3.${names.region}.amazonaws.com` }
      return [...(keyActions[action] ?? []), ...further].every(
        (keyAction) => authorize({ principal, action: keyAction, resource: arns.key, context }) === 'allow',
      )
        ? 'allow'
        : 'deny'
    },
  }
}

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html#amazons3-policy-keys */
function objectContext({ prefix, objectTags, requestTags, ifNoneMatch, signatureAgeMs }: AuthorizeRequest) {
  return {
    ...{ 's3:signatureAge': signatureAgeMs, 's3:signatureversion': 'AWS4-HMAC-SHA256' },
    ...prefixed('s3:ExistingObjectTag/', objectTags ?? {}),
    ...prefixed('s3:RequestObjectTag/', requestTags ?? {}),
    ...(requestTags && { 's3:RequestObjectTagKeys': Object.keys(requestTags) }),
    ...(prefix !== undefined && { 's3:prefix': prefix }),
    ...(ifNoneMatch !== undefined && { 's3:if-none-match': ifNoneMatch }),
  }
}

const prefixed = (start: string, values: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [`${start}${name}`, value]))
