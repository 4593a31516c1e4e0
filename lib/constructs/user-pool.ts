import { Stack } from 'aws-cdk-lib'
import { PolicyStatement } from 'aws-cdk-lib/aws-iam'
import { platformTenantId } from '../../functions/adapters/dynamodb/index.ts'
import type { ProductFunction } from './product-function.ts'

/** Making a sign-in, or finding the one that there is. */
const invitationActions = ['cognito-idp:AdminCreateUser', 'cognito-idp:AdminGetUser']

/** Helping people of tenants with their sign-ins, and ending them. */
const peopleActions = [
  ...invitationActions,
  'cognito-idp:AdminResetUserPassword',
  'cognito-idp:AdminUserGlobalSignOut',
  'cognito-idp:AdminSetUserMFAPreference',
]

/** Administrators above all tenants go for good. */
const administratorActions = [...invitationActions, 'cognito-idp:AdminDeleteUser']

/** Recorders are clients of the pool. */
const recorderActions = [
  'cognito-idp:CreateUserPoolClient',
  'cognito-idp:DeleteUserPoolClient',
  'cognito-idp:AddUserPoolClientSecret',
  'cognito-idp:ListUserPoolClientSecrets',
  'cognito-idp:DeleteUserPoolClientSecret',
]

/** The user pool of a stage, and who may do what in it. It belongs to no tenant: sessions of the platform alone reach it. */
export class UserPoolAccess {
  private readonly userPoolId: string

  constructor(userPoolId: string) {
    this.userPoolId = userPoolId
  }

  grantPeople(to: ProductFunction): void {
    this.grant(to, peopleActions)
  }

  grantAdministrators(to: ProductFunction): void {
    this.grant(to, administratorActions)
  }

  grantRecorders(to: ProductFunction): void {
    this.grant(to, recorderActions)
  }

  /** What people do in their own name, by their access token, needs no permission of ours. */
  nameTo(to: ProductFunction): void {
    to.setEnvironment({ USER_POOL_ID: this.userPoolId })
  }

  private grant(to: ProductFunction, actions: string[]): void {
    const arn = Stack.of(to).formatArn({ service: 'cognito-idp', resource: 'userpool', resourceName: this.userPoolId })
    to.mayInTenant(
      new PolicyStatement({
        actions,
        resources: [arn],
        conditions: { StringEquals: { 'aws:PrincipalTag/tenant': platformTenantId } },
      }),
    )
    this.nameTo(to)
  }
}
