import { notImplemented, S3Error } from '../errors.ts'
import { ACCOUNT_ID } from '../events/event.ts'
import type { S3Request } from '../http/request.ts'
import { OPERATIONS, type Operation } from './table.ts'

/**
 * Finds the operation that a request asks for. A query parameter or header that asks for something the operation does not
 * do is refused: an ACL request is never answered with the object.
 *
 * @throws S3Error NotImplemented, MethodNotAllowed
 */
export function matchOperation(request: S3Request): Operation {
  const level = request.bucket === undefined ? 'service' : request.key === undefined ? 'bucket' : 'object'
  const names = new Set(request.query.map(([name]) => name))
  const [operation] = OPERATIONS.filter(
    (candidate) =>
      candidate.level === level &&
      candidate.method === request.method &&
      (candidate.query ?? []).every((name) => names.has(name)) &&
      (candidate.header === undefined || request.headers.has(candidate.header)),
  ).sort((left, right) => specificity(right) - specificity(left))
  if (operation === undefined) {
    if (['GET', 'HEAD', 'PUT', 'POST', 'DELETE'].includes(request.method)) throw notImplemented(request.method)
    throw new S3Error('MethodNotAllowed', { details: { Method: request.method } })
  }
  const known = [...(operation.query ?? []), ...(operation.optional ?? [])]
  const foreign = [...names].find((name) => !known.includes(name) && !isIgnored(name))
  if (foreign !== undefined) throw notImplemented(foreign)
  refuseForeignHeaders(request, operation)
  return operation
}

function specificity(operation: Operation): number {
  return (operation.query?.length ?? 0) + (operation.header === undefined ? 0 : 1)
}

// The signature's own parameters, headers that a signer moved to the query, and names that S3 leaves to its callers.
function isIgnored(name: string): boolean {
  return name.toLowerCase().startsWith('x-')
}

type HeaderRule = { readonly names: RegExp; readonly judge: (value: string, name: string) => void }

/** Headers that ask for what is not done here, or that have only one right value. */
const HEADER_RULES: readonly HeaderRule[] = [
  {
    names: /^x-amz-storage-class$/,
    judge: (value, name) => {
      if (value !== 'STANDARD') throw notImplemented(name)
    },
  },
  {
    names: /^x-amz-acl$/,
    judge: (value) => {
      if (value !== 'private' && value !== 'bucket-owner-full-control')
        throw new S3Error('AccessControlListNotSupported')
    },
  },
  {
    names: /^x-amz-grant-/,
    judge: () => {
      throw new S3Error('AccessControlListNotSupported')
    },
  },
  {
    names: /^x-amz-(source-)?expected-bucket-owner$/,
    judge: (value) => {
      if (value !== ACCOUNT_ID) throw new S3Error('AccessDenied')
    },
  },
  {
    names:
      /^x-amz-(server-side-encryption.*|copy-source-server-side-encryption.*|website-redirect-location|mfa|write-offset-bytes|rename-source.*|if-match-last-modified-time|if-match-size)$/,
    judge: (_value, name) => {
      throw notImplemented(name)
    },
  },
]

function refuseForeignHeaders(request: S3Request, operation: Operation): void {
  for (const [name, value] of request.headers) {
    for (const rule of HEADER_RULES) {
      if (rule.names.test(name)) rule.judge(value, name)
    }
  }
  if (request.headers.has('x-amz-copy-source') && operation.header !== 'x-amz-copy-source') {
    throw notImplemented('x-amz-copy-source')
  }
}
