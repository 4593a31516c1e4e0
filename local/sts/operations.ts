import type { Principal } from '../sigv4/index.ts'
import { assumeRole } from './assume-role.ts'
import type { Parameters } from './parameters.ts'
import { roleIdOf, type Session, type SessionStore } from './sessions.ts'
import type { XmlTree } from './xml.ts'

/** What policies are asked, in IAM's words, before a role is assumed. */
export type StsAuthorizationRequest = {
  readonly principal: Principal
  /** True when the caller is itself a session minted here. */
  readonly isChained: boolean
  readonly action: 'sts:AssumeRole' | 'sts:TagSession'
  readonly roleArn: string
  readonly requestTags: Readonly<Record<string, string>>
}

export type StsWorld = {
  readonly sessions: SessionStore
  readonly roleArns: readonly string[]
  readonly maxSessionSeconds: number
  readonly authorize: (request: StsAuthorizationRequest) => 'allow' | 'deny'
}

export type Caller = {
  readonly accessKeyId: string
  readonly principal: Principal
  /** The caller's own session, when it uses temporary credentials. */
  readonly session: Session | undefined
}

type Operation = {
  readonly parameters: readonly string[]
  readonly run: (world: StsWorld, caller: Caller, parameters: Parameters) => XmlTree
}

/** Every operation of STS; those without an entry of their own are known and answered with 501. */
export const OPERATIONS: Readonly<Record<string, Operation | 'not_implemented'>> = {
  AssumeRole: {
    parameters: ['RoleArn', 'RoleSessionName', 'DurationSeconds', 'Tags', 'TransitiveTagKeys'],
    run: assumeRole,
  },
  GetCallerIdentity: { parameters: [], run: (_world, caller) => identityOf(caller) },
  AssumeRoleWithSAML: 'not_implemented',
  AssumeRoleWithWebIdentity: 'not_implemented',
  AssumeRoot: 'not_implemented',
  DecodeAuthorizationMessage: 'not_implemented',
  GetAccessKeyInfo: 'not_implemented',
  GetDelegatedAccessToken: 'not_implemented',
  GetFederationToken: 'not_implemented',
  GetSessionToken: 'not_implemented',
  GetWebIdentityToken: 'not_implemented',
}

function identityOf({ accessKeyId, principal, session }: Caller): XmlTree {
  const [, , , , account = '', resource = ''] = principal.arn.split(':')
  const [, roleName = '', sessionName = ''] = resource.split('/')
  const userId =
    session === undefined ? accessKeyId : `${roleIdOf(`arn:aws:iam::${account}:role/${roleName}`)}:${sessionName}`
  return { Arn: principal.arn, UserId: userId, Account: account }
}
