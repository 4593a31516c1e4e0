import { type Context, evaluate, type Policy, parsePolicy } from '../functions/domain/policies/index.ts'
import type { AuthorizeRequest } from './s3/index.ts'

// biome-ignore lint/suspicious/noTemplateCurlyInString: a policy variable
const ownMedia = 't/${aws:PrincipalTag/tenant}/r/*'
// biome-ignore lint/suspicious/noTemplateCurlyInString: a policy variable
const ownAudit = 't/${aws:PrincipalTag/tenant}/audit/*'

/** What everybody is bound by: the bucket's own policy in the cloud. */
const nobodyReadsDeleted = {
  Sid: 'NobodyReadsDeleted',
  Effect: 'Deny',
  Action: ['s3:GetObject', 's3:GetObjectVersion', 's3:GetObjectAttributes', 's3:GetObjectVersionAttributes'],
  Resource: '*',
  Condition: { StringEquals: { 's3:ExistingObjectTag/state': 'deleted' } },
}

/** A tenant's session reaches its own media alone, and only the reaper's deletes. */
function tenantPolicy(bucket: string, reaperSessions: string): Policy {
  return parsePolicy({
    Version: '2012-10-17',
    Statement: [
      { Sid: 'OwnObjects', Effect: 'Allow', Action: 's3:*', Resource: `arn:aws:s3:::${bucket}/${ownMedia}` },
      {
        Sid: 'OwnLists',
        Effect: 'Allow',
        Action: ['s3:ListBucket', 's3:ListBucketVersions'],
        Resource: `arn:aws:s3:::${bucket}`,
        Condition: { StringLike: { 's3:prefix': ownMedia } },
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

/** The sealer's session reaches the sealed audit of its tenant alone: it reads and adds. */
function sealerPolicy(bucket: string): Policy {
  return parsePolicy({
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'OwnBlocks',
        Effect: 'Allow',
        Action: ['s3:GetObject', 's3:PutObject', 's3:PutObjectRetention'],
        Resource: `arn:aws:s3:::${bucket}/${ownAudit}`,
      },
      {
        Sid: 'OwnLists',
        Effect: 'Allow',
        Action: 's3:ListBucket',
        Resource: `arn:aws:s3:::${bucket}`,
        Condition: { StringLike: { 's3:prefix': ownAudit } },
      },
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

/** arn:aws:iam::<account>:role/<role> is used as arn:aws:sts::<account>:assumed-role/<role>/<session>. */
const sessionsOf = (roleArn: string) => `${roleArn.replace(':iam:', ':sts:').replace(':role/', ':assumed-role/')}/`

/**
 * Decides requests of the local S3 by policies as they are in the cloud.
 * @param operatorArn who works at this machine, and may do everything but read what is deleted
 * @param reaperRoleArn the role whose sessions delete
 * @param sealerRoleArn the role whose sessions keep the sealed audit
 */
export function objectAuthorizer(
  bucket: string,
  { operatorArn, reaperRoleArn, sealerRoleArn }: Record<'operatorArn' | 'reaperRoleArn' | 'sealerRoleArn', string>,
): (request: AuthorizeRequest) => 'allow' | 'deny' {
  const ofTenant = tenantPolicy(bucket, `${sessionsOf(reaperRoleArn)}*`)
  const ofSealer = sealerPolicy(bucket)
  const policyOf = ({ arn }: AuthorizeRequest['principal']) => {
    if (arn === operatorArn) return operatorPolicy
    return arn.startsWith(sessionsOf(sealerRoleArn)) ? ofSealer : ofTenant
  }
  return (request) => {
    const { principal, action, key } = request
    const policies = [policyOf(principal)]
    const resource = `arn:aws:s3:::${key === undefined ? request.bucket : `${request.bucket}/${key}`}`
    const decision = evaluate({ policies, boundaries: [], request: { action, resource, context: contextOf(request) } })
    return decision.outcome === 'allowed' ? 'allow' : 'deny'
  }
}
