import { Duration, RemovalPolicy } from 'aws-cdk-lib'
import {
  AccountRecovery,
  CfnManagedLoginBranding,
  ClientAttributes,
  FeaturePlan,
  ManagedLoginVersion,
  Mfa,
  OAuthScope,
  ResourceServerScope,
  StandardThreatProtectionMode,
  UserPool,
  type UserPoolClient,
  UserPoolEmail,
  type UserPoolResourceServer,
} from 'aws-cdk-lib/aws-cognito'
import { PolicyStatement } from 'aws-cdk-lib/aws-iam'
import { Construct } from 'constructs'
import { platformTenantId } from '../../functions/adapters/dynamodb/index.ts'
import type { Stage } from '../stages.ts'
import { explain } from './explain.ts'
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

/** Scopes are `soundkeep/api` for people and `soundkeep/ingest` for recorders. */
const apiScope = new ResourceServerScope({ scopeName: 'api', scopeDescription: 'What people do in the dashboard' })
const ingestScope = new ResourceServerScope({ scopeName: 'ingest', scopeDescription: 'Sending recordings' })

/** What the dashboard asks for; the last lets people set up their own second factor. */
export const dashboardScope = 'openid email profile soundkeep/api aws.cognito.signin.user.admin'

type Props = {
  readonly stage: Stage
  /** Where mails lead and sign-ins return to. */
  readonly dashboardUrl: string
  /** Of the sign-in pages, before `.auth.<region>.amazoncognito.com`. */
  readonly domainPrefix: string
}

/**
 * Who can sign in (docs/local-sign-in.md), and who may do what about it. The pool belongs to no tenant: sessions of the
 * platform alone reach it.
 */
export class SoundkeepUserPool extends Construct {
  readonly pool: UserPool
  readonly dashboardClient: UserPoolClient

  constructor(scope: Construct, id: string, { stage, dashboardUrl, domainPrefix }: Props) {
    super(scope, id)
    const isPlus = stage.signInPlan === 'plus'
    this.pool = new UserPool(this, 'Pool', {
      signInAliases: { email: true },
      signInCaseSensitive: false,
      selfSignUpEnabled: false,
      autoVerify: { email: true },
      // The address is the person: no token of theirs may change it.
      standardAttributes: { email: { required: true, mutable: false }, fullname: { required: true, mutable: true } },
      passwordPolicy: {
        ...{ minLength: 12, requireLowercase: true, requireUppercase: true, requireDigits: true, requireSymbols: true },
        tempPasswordValidity: Duration.days(7),
      },
      // A tenant may require it; the API then refuses who signed in without.
      mfa: Mfa.OPTIONAL,
      mfaSecondFactor: { otp: true, sms: false },
      accountRecovery: AccountRecovery.EMAIL_ONLY,
      featurePlan: isPlus ? FeaturePlan.PLUS : FeaturePlan.ESSENTIALS,
      ...(isPlus && { standardThreatProtectionMode: StandardThreatProtectionMode.FULL_FUNCTION }),
      ...(stage.mailFrom && {
        email: UserPoolEmail.withSES({
          fromEmail: stage.mailFrom.address,
          fromName: 'Soundkeep',
          sesVerifiedDomain: stage.mailFrom.verifiedDomain,
        }),
      }),
      userInvitation: {
        emailSubject: 'You are invited to Soundkeep',
        emailBody: paragraphs(
          'You can sign in to Soundkeep as {username} from now on. For the first time, use this password, which is good for seven days:',
          '{####}',
          `<a href="${dashboardUrl}/?login_hint={username}">${dashboardUrl}</a>`,
        ),
      },
      userVerification: {
        emailSubject: 'Your Soundkeep code',
        emailBody: paragraphs('To choose a new password for Soundkeep, enter this code:', '{####}'),
      },
      deletionProtection: stage.keepsData,
      removalPolicy: stage.keepsData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    })
    explain(this.pool, {
      'AwsSolutions-COG2':
        'A tenant may require a second factor of its people, which the API holds them to; other tenants may not.',
      ...(!isPlus && {
        'AwsSolutions-COG8': 'A stage for trials, without the price of the Plus plan for each person.',
      }),
    })
    const server = this.pool.addResourceServer('Soundkeep', {
      identifier: 'soundkeep',
      scopes: [apiScope, ingestScope],
    })
    this.pool.addDomain('Domain', {
      cognitoDomain: { domainPrefix },
      managedLoginVersion: ManagedLoginVersion.NEWER_MANAGED_LOGIN,
    })
    this.dashboardClient = this.makeDashboardClient(server, dashboardUrl)
    new CfnManagedLoginBranding(this, 'Pages', {
      userPoolId: this.pool.userPoolId,
      clientId: this.dashboardClient.userPoolClientId,
      useCognitoProvidedValues: true,
    })
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
    to.setEnvironment({ USER_POOL_ID: this.pool.userPoolId })
  }

  /** The function can tell whose tokens are good, and people's from recorders'. */
  grantVerification(to: ProductFunction): void {
    to.setEnvironment({
      ISSUER: this.pool.userPoolProviderUrl,
      DASHBOARD_CLIENT_ID: this.dashboardClient.userPoolClientId,
    })
  }

  private grant(to: ProductFunction, actions: string[]): void {
    to.mayInTenant(
      new PolicyStatement({
        actions,
        resources: [this.pool.userPoolArn],
        conditions: { StringEquals: { 'aws:PrincipalTag/tenant': platformTenantId } },
      }),
    )
    this.nameTo(to)
  }

  /** A page keeps no secret: code flow with PKCE, which Cognito holds a client without a secret to where it is sent. */
  private makeDashboardClient(server: UserPoolResourceServer, dashboardUrl: string): UserPoolClient {
    return this.pool.addClient('Dashboard', {
      generateSecret: false,
      // Through the sign-in pages alone; they need no flow of their own but to renew.
      authFlows: { userSrp: false },
      oAuth: {
        flows: { authorizationCodeGrant: true },
        scopes: [
          ...[OAuthScope.OPENID, OAuthScope.EMAIL, OAuthScope.PROFILE, OAuthScope.COGNITO_ADMIN],
          OAuthScope.resourceServer(server, apiScope),
        ],
        callbackUrls: [`${dashboardUrl}/signed-in`],
        logoutUrls: [`${dashboardUrl}/signed-out`],
      },
      preventUserExistenceErrors: true,
      enableTokenRevocation: true,
      accessTokenValidity: Duration.hours(1),
      idTokenValidity: Duration.hours(1),
      // A working day: whoever comes back the next morning signs in.
      refreshTokenValidity: Duration.hours(12),
      readAttributes: new ClientAttributes().withStandardAttributes({
        ...{ email: true, emailVerified: true, fullname: true },
      }),
      // Something must stand here, or people could write everything; what they are called is kept by the product.
      writeAttributes: new ClientAttributes().withStandardAttributes({ locale: true }),
    })
  }
}

const paragraphs = (...texts: string[]) => texts.map((text) => `<p>${text}</p>`).join('\n')
