import type { AuthorizeRequest } from './s3/index.ts'

/**
 * What the bucket's policy and the tenant roles' policies say in the cloud: a tenant's session reaches its own prefix
 * alone, versions tagged `state=deleted` are not read by anybody, and only the reaper deletes.
 */
export function authorizeObjects(
  { operatorArn, reaperRoleArn }: { operatorArn: string; reaperRoleArn: string },
  { principal, action, key, prefix, objectTags }: AuthorizeRequest,
): 'allow' | 'deny' {
  const isRead = action.startsWith('s3:GetObject') && !action.includes('Tagging')
  if (isRead && objectTags?.state === 'deleted') return 'deny'
  if (principal.arn === operatorArn) return 'allow'
  const { tenant } = principal.tags
  if (!tenant) return 'deny'
  if (action.startsWith('s3:DeleteObject') && !isSessionOf(principal.arn, reaperRoleArn)) return 'deny'
  const place = key ?? prefix
  return place?.startsWith(`t/${tenant}/`) ? 'allow' : 'deny'
}

/** `arn:aws:sts::<account>:assumed-role/<role>/<session>` is a session of `arn:aws:iam::<account>:role/<role>`. */
function isSessionOf(arn: string, roleArn: string): boolean {
  return arn.split(':').at(-1)?.split('/')[1] === roleArn.split('/').at(-1)
}
