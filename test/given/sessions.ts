import type { TenantId } from '../../functions/model/index.ts'
import { arnsOf, guardedServices, iamGuard, type LocalNames, synthesizedPolicies } from '../../local/iam/index.ts'
import type { Credential, Principal } from '../../local/sigv4/index.ts'

export const givenNames: LocalNames = {
  ...{ region: 'us-east-1', account: '000000000000', tableName: 'Soundkeep', bucketName: 'recordings' },
  userPoolId: 'us-east-1_local',
}

export type SessionKey = { accessKeyId: string; secretAccessKey: string; sessionToken: string }

/** Asks as local parts do; the tenant role of that name may do what any function's may, and no more. */
export function guardOfAny(name: string, ownNames: LocalNames) {
  const synthesized = synthesizedPolicies()
  const [any, ...others] = Object.values(synthesized.functions)
  if (!any) throw new Error('no function has a role')
  const Statement = [any, ...others].flatMap(({ tenant }) => tenant.Statement)
  const policies = { ...synthesized, functions: { [name]: { ...any, tenant: { ...any.tenant, Statement } } } }
  return guardedServices(iamGuard({ names: ownNames, policies }), ownNames)
}

/**
 * Sessions of tenants, and the guard over them, for tests of adapters, which belong to no function: their role may do what
 * any function's tenant role may, and no more.
 */
export function givenSessions(given: Partial<LocalNames> = {}) {
  const ownNames = { ...givenNames, ...given }
  const authorize = guardOfAny('any', ownNames)
  const sessions = new Map<string, Credential>()

  return {
    names: ownNames,
    arns: arnsOf(ownNames),
    authorize,
    isOne: ({ arn }: Principal) => arn.includes(':assumed-role/'),
    credentialOf: (accessKeyId: string) => sessions.get(accessKeyId),
    /** What a client of the tenant signs with. */
    keyOf(tenantId: TenantId): SessionKey {
      const key = { accessKeyId: `ASIA${tenantId}`, secretAccessKey: 'secret', sessionToken: `token-${tenantId}` }
      const arn = `arn:aws:sts::${ownNames.account}:assumed-role/soundkeep-tenant-any/${tenantId}`
      sessions.set(key.accessKeyId, { ...key, principal: { arn, tags: { tenant: tenantId } } })
      return key
    },
  }
}
