import { platformTenantId } from '../functions/adapters/dynamodb/index.ts'
import { evaluate, parsePolicy } from '../functions/domain/policies/index.ts'
import type { CognitoAuthorizationRequest } from './cognito/index.ts'

/** What the tenant roles of functions that make people and recorders may do in the cloud. */
const adminActions = [
  ...['AdminCreateUser', 'AdminGetUser', 'AdminResetUserPassword', 'AdminUserGlobalSignOut'],
  ...['AdminSetUserMFAPreference', 'AdminDeleteUser'],
  ...['CreateUserPoolClient', 'DeleteUserPoolClient'],
  ...['AddUserPoolClientSecret', 'ListUserPoolClientSecrets', 'DeleteUserPoolClientSecret'],
].map((name) => `cognito-idp:${name}`)

/**
 * Decides requests of the local Cognito by a policy as it is in the cloud: sessions of tenant roles, on the platform's own
 * tenant alone, for the pool belongs to no customer.
 *
 * @param userPoolArn the pool's ARN
 * @param tenantRoleArns of the functions' tenant roles
 * @param operatorArn of whoever works at this machine, who may do what an administrator of the account may
 */
export function userPoolAuthorizer(
  userPoolArn: string,
  tenantRoleArns: readonly string[],
  operatorArn?: string,
): (request: CognitoAuthorizationRequest) => 'allow' | 'deny' {
  const policy = parsePolicy({
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'PeopleAndRecordersOfThePlatform',
        Effect: 'Allow',
        Action: adminActions,
        Resource: userPoolArn,
        Condition: {
          StringEquals: { 'aws:PrincipalTag/tenant': platformTenantId },
          // A role is used as arn:aws:sts::<account>:assumed-role/<role>/<session>.
          StringLike: {
            'aws:PrincipalArn': tenantRoleArns.map(
              (arn) => `${arn.replace(':iam:', ':sts:').replace(':role/', ':assumed-role/')}/*`,
            ),
          },
        },
      },
    ],
  })
  return ({ principal, action, resource }) => {
    if (principal.arn === operatorArn) return 'allow'
    const tags = Object.entries(principal.tags).map(([name, value]) => [`aws:PrincipalTag/${name}`, value] as const)
    const context = Object.fromEntries([['aws:PrincipalArn', principal.arn] as const, ...tags])
    const decision = evaluate({ policies: [policy], boundaries: [], request: { action, resource, context } })
    return decision.outcome === 'allowed' ? 'allow' : 'deny'
  }
}
