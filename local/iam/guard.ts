import { type Context, evaluate, type Policy, parsePolicy } from '../../functions/domain/policies/index.ts'
import type { Principal } from '../sigv4/index.ts'
import { type Policies, type PolicyDocument, type PolicyStatement, synthesizedPolicies } from './documents.ts'
import { arnsOf, type LocalNames, withNames } from './names.ts'
import { deploymentPolicy, operatorPolicy, seedPolicies } from './principals.ts'

/** One action on one resource, in IAM's words. */
export type Call = {
  readonly principal: Principal
  readonly action: string
  readonly resource: string
  /** Condition keys of the service; who calls is added to them. */
  readonly context?: Context
}

export type Verdict = 'allow' | 'deny'

export type Guard = {
  /** Decides as IAM would on the cloud's own policies. */
  authorize(call: Call): Verdict
}

export type GuardOptions = {
  readonly names: LocalNames
  /** Those of the stacks unless told. */
  readonly policies?: Policies
  /** Told of each decision. */
  readonly onDecision?: (call: Call, verdict: Verdict) => void
}

/** Identity policies by the ARN of a role or user, and those of resources. */
type Rules = {
  readonly identities: ReadonlyMap<string, readonly Policy[]>
  /** Whatever they say counts beside the identity's: a Deny wins, an Allow is enough. */
  readonly bucket: readonly ResourceStatement[]
  /** By the ARN of the resource: nothing is allowed there that its own policy does not allow too. */
  readonly keepers: ReadonlyMap<string, readonly ResourceStatement[]>
}

type ResourceStatement = { readonly isFor: (arn: string) => boolean; readonly policy: Policy }

/**
 * Gives the guard that all local parts ask: identity policies, the bucket's policy, the key's and the trust of roles,
 * evaluated by the product's own engine.
 *
 * It is stricter than IAM in one thing: a role is taken on only where both its trust and the caller's own policy allow it,
 * which IAM asks of callers from other accounts alone. Connections count as encrypted: they never leave the machine.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function iamGuard({ names, policies = synthesizedPolicies(), onDecision }: GuardOptions): Guard {
  const rules = readRules(policies, names)
  return {
    authorize(call) {
      const verdict = decide(rules, call)
      onDecision?.(call, verdict)
      return verdict
    },
  }
}

function decide({ identities, bucket, keepers }: Rules, { principal, action, resource, context }: Call): Verdict {
  const arn = identityArnOf(principal)
  const asked = (statements: readonly ResourceStatement[]) =>
    statements.filter(({ isFor }) => isFor(arn)).map(({ policy }) => policy)
  const keeper = keepers.get(resource)
  const tags = Object.entries(principal.tags).map(([name, value]) => [`aws:PrincipalTag/${name}`, value] as const)
  const { outcome } = evaluate({
    policies: [...(identities.get(arn) ?? []), ...asked(bucket)],
    boundaries: keeper ? [asked(keeper)] : [],
    request: {
      ...{ action, resource },
      context: {
        ...context,
        ...Object.fromEntries(tags),
        ...{ 'aws:PrincipalArn': arn, 'aws:SecureTransport': true, 's3:TlsVersion': 1.3 },
      },
    },
  })
  return outcome === 'allowed' ? 'allow' : 'deny'
}

/**
 * A session acts by the policies of its role: arn:aws:sts::<account>:assumed-role/<role>/<session> is
 * arn:aws:iam::<account>:role/<role>, and that is aws:PrincipalArn too.
 */
function identityArnOf({ arn }: Principal): string {
  const [, account, role] = /^arn:aws:sts::(\d+):assumed-role\/([^/]+)\//.exec(arn) ?? []
  return role === undefined ? arn : `arn:aws:iam::${account}:role/${role}`
}

function readRules(policies: Policies, names: LocalNames): Rules {
  const arns = arnsOf(names)
  const named = (document: PolicyDocument): PolicyDocument =>
    JSON.parse(withNames(JSON.stringify(document), names)) as PolicyDocument // names alone were put in
  const identity = (document: PolicyDocument) => [parsePolicy(named(document))]
  const functions = Object.entries({ ...policies.functions, seed: seedPolicies })
  const ofResource = (document: PolicyDocument, arn: string) =>
    named(document).Statement.map((statement) => resourceStatement(statement, arn, names.account))
  return {
    identities: new Map([
      ...functions.map(([name, { own }]) => [arns.role(name), identity(own)] as const),
      ...functions.map(([name, { tenant }]) => [arns.tenantRole(name), identity(tenant)] as const),
      [arns.operator, identity(operatorPolicy)],
      [arns.role('deployment'), identity(deploymentPolicy)],
    ]),
    bucket: ofResource(policies.bucket, arns.bucket),
    keepers: new Map([
      ...functions.map(([name, { trust }]) => {
        const arn = arns.tenantRole(name)
        return [arn, ofResource(trust, arn)] as const
      }),
      [arns.key, ofResource(policies.key, arns.key)],
    ]),
  }
}

/** @param arn of the resource that the policy belongs to, which a trust does not name */
function resourceStatement({ Principal, ...statement }: PolicyStatement, arn: string, account: string) {
  const principals = typeof Principal === 'string' ? [Principal] : [Principal?.AWS ?? []].flat()
  // The account's root stands for everybody in it, whose own policies then decide.
  const isForAll = principals.some((each) => each === '*' || each === `arn:aws:iam::${account}:root`)
  return {
    isFor: (caller: string) => isForAll || principals.includes(caller),
    policy: parsePolicy({ Version: '2012-10-17', Statement: [{ Resource: arn, ...statement }] }),
  }
}
