import { type Context, evaluate, type Policy, parsePolicy } from '../functions/domain/policies/index.ts'
import type { AuthorizeRequest } from './s3/index.ts'

// biome-ignore lint/suspicious/noTemplateCurlyInString: a policy variable
const ownPrefix = 't/${aws:PrincipalTag/tenant}/*'

/** What everybody is bound by: the bucket's own policy in the cloud. */
const nobodyReadsDeleted = {
  Sid: 'NobodyReadsDeleted',
  Effect: 'Deny',
  Action: ['s3:GetObject', 's3:GetObjectVersion', 's3:GetObjectAttributes', 's3:GetObjectVersionAttributes'],
  Resource: '*',
  Condition: { StringEquals: { 's3:ExistingObjectTag/state': 'deleted' } },
}

/** A tenant's session reaches its own prefix alone, and only the reaper's deletes. */
function tenantPolicy(bucket: string, reaperSessions: string): Policy {
  return parsePolicy({
    Version: '2012-10-17',
    Statement: [
      { Sid: 'OwnObjects', Effect: 'Allow', Action: 's3:*', Resource: `arn:aws:s3:::${bucket}/${ownPrefix}` },
      {
        Sid: 'OwnLists',
        Effect: 'Allow',
        Action: ['s3:ListBucket', 's3:ListBucketVersions'],
        Resource: `arn:aws:s3:::${bucket}`,
        Condition: { StringLike: { 's3:prefix': ownPrefix } },
      },
      {
        Sid: 'OnlyTheReaperDeletes',
        Effect: 'Deny',
        Action: 's3:DeleteObject*',
        Resource: '*',
        Condition: { StringNotLike: { 'aws:PrincipalArn': reaperSessions } },
      },
      nobodyReadsDeleted,
    ],
  })
}

const operatorPolicy = parsePolicy({
  Version: '2012-10-17',
  Statement: [{ Sid: 'TheMachineIsTheirs', Effect: 'Allow', Action: 's3:*', Resource: '*' }, nobodyReadsDeleted],
})

function contextOf({ principal, prefix, objectTags }: AuthorizeRequest): Context {
  const named = (start: string, values: Readonly<Record<string, string>>) =>
    Object.entries(values).map(([name, value]) => [`${start}${name}`, value] as const)
  return Object.fromEntries([
    ['aws:PrincipalArn', principal.arn],
    ...named('aws:PrincipalTag/', principal.tags),
    ...named('s3:ExistingObjectTag/', objectTags ?? {}),
    ...(prefix === undefined ? [] : [['s3:prefix', prefix] as const]),
  ])
}

/**
 * Decides requests of the local S3 by policies as they are in the cloud.
 * @param operatorArn who works at this machine, and may do everything but read what is deleted
 * @param reaperRoleArn the role whose sessions delete
 */
export function objectAuthorizer(
  bucket: string,
  { operatorArn, reaperRoleArn }: { operatorArn: string; reaperRoleArn: string },
): (request: AuthorizeRequest) => 'allow' | 'deny' {
  // arn:aws:iam::<account>:role/<role> is used as arn:aws:sts::<account>:assumed-role/<role>/<session>.
  const ofTenant = tenantPolicy(
    bucket,
    `${reaperRoleArn.replace(':iam:', ':sts:').replace(':role/', ':assumed-role/')}/*`,
  )
  return (request) => {
    const { principal, action, key } = request
    const policies = [principal.arn === operatorArn ? operatorPolicy : ofTenant]
    const resource = `arn:aws:s3:::${key === undefined ? request.bucket : `${request.bucket}/${key}`}`
    const decision = evaluate({ policies, boundaries: [], request: { action, resource, context: contextOf(request) } })
    return decision.outcome === 'allowed' ? 'allow' : 'deny'
  }
}
