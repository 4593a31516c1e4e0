import { beforeAll, describe, expect, it } from 'vitest'
import { arns, localNames } from '../../../local/cloud.ts'
import { acme } from '../../../local/demo/people.ts'
import {
  type Call,
  iamGuard,
  type Policies,
  type PolicyStatement,
  synthesizedPolicies,
  type Verdict,
} from '../../../local/iam/index.ts'
import { type Decided, livedDay } from './day.ts'

const policies = synthesizedPolicies()
type Kind = 'own' | 'tenant' | 'trust'

/** Those of one document of a function replaced. */
function withStatements(name: string, kind: Kind, Statement: readonly PolicyStatement[]): Policies {
  const known = policies.functions[name]
  if (!known) throw new Error(`there is no function ${name}`)
  const changed = { ...known, [kind]: { ...known[kind], Statement } }
  return { ...policies, functions: { ...policies.functions, [name]: changed } }
}

const verdictWith = (changed: Policies) => {
  const guard = iamGuard({ names: localNames, policies: changed })
  return (call: Call): Verdict => guard.authorize(call)
}

const statements = Object.entries(policies.functions).flatMap(([name, documents]) =>
  (['own', 'tenant', 'trust'] as const).flatMap((kind) =>
    documents[kind].Statement.map((statement, index) => ({
      ...{ name, kind, statement, index },
      others: documents[kind].Statement.filter((each) => each !== statement),
      what: `${[statement.Action].flat().join(', ')} on ${[statement.Resource ?? 'itself'].flat().join(', ')}`,
    })),
  ),
)

const actionsOf = ({ Action }: PolicyStatement) => [Action].flat()

/** What Lambda does in a function's name, which has no part on this machine. */
function callsOfLambda(name: string): Call[] {
  const principal = { arn: arns.role(name), tags: {} }
  return [
    { principal, action: 'logs:CreateLogStream', resource: arns.log(name) },
    { principal, action: 'logs:PutLogEvents', resource: arns.log(name) },
    { principal, action: 'dynamodb:ListStreams', resource: `${arns.table}/stream/2026-01-01T00:00:00.000` },
    { principal, action: 'sqs:SendMessage', resource: arns.queue(name) },
    { principal, action: 'xray:PutTraceSegments', resource: '*' },
    { principal, action: 'xray:PutTelemetryRecords', resource: '*' },
  ]
}

const sessionOf = (name: string) => ({
  arn: `arn:aws:sts::${localNames.account}:assumed-role/soundkeep-tenant-${name}/${acme.id}`,
  tags: { tenant: acme.id },
})

let day: Decided[]
beforeAll(async () => {
  day = await livedDay()
}, 120_000)

/** All that was allowed to a role on the day, and what Lambda does besides. */
function callsOf(name: string, kind: Kind): Call[] {
  const isTheirs = ({ principal: { arn } }: Call) =>
    kind === 'tenant'
      ? arn === sessionOf(name).arn || arn.includes(`/soundkeep-tenant-${name}/`)
      : arn === arns.role(name)
  const calls: Call[] = day.filter((call) => call.verdict === 'allow' && isTheirs(call))
  return kind === 'own' ? [...calls, ...callsOfLambda(name)] : calls
}

describe('a day of work', () => {
  it('needs nothing that is refused, but for asking whether a whole bucket may be listed', () => {
    const refused = day.filter(({ verdict }) => verdict === 'deny').map(({ action }) => action)
    expect([...new Set(refused)]).toEqual(['s3:ListBucket'])
  })
})

describe.each(statements.filter(({ statement }) => statement.Effect === 'Allow'))(
  '$name ($kind, $index): $what',
  ({ name, kind, statement, others }) => {
    it('is needed: without it, work of the day is refused', () => {
      const verdictWithout = verdictWith(withStatements(name, kind, others))
      const refused = callsOf(name, kind).filter((call) => verdictWithout(call) === 'deny')
      expect(refused.length).toBeGreaterThan(0)
    })

    it('names no action and no resource that nothing needs', () => {
      const alone = verdictWith(withStatements(name, kind, [statement]))
      const allowed = callsOf(name, kind).filter((call) => actionsOf(statement).includes(call.action))
      const used = allowed.filter((call) => alone(call) === 'allow')
      expect([...new Set(used.map(({ action }) => action))].sort()).toEqual([...actionsOf(statement)].sort())
      for (const Resource of [statement.Resource ?? []].flat()) {
        const ofOne = verdictWith(withStatements(name, kind, [{ ...statement, Resource }]))
        expect([Resource, used.some((call) => ofOne(call) === 'allow')]).toEqual([Resource, true])
      }
    })
  },
)

describe.each(statements.filter(({ statement }) => statement.Effect === 'Deny'))(
  '$name ($kind, $index): never $what',
  ({ name, kind, others }) => {
    it('is needed: without it, entries of the audit could be removed', () => {
      const removal = {
        ...{ principal: sessionOf(name), action: 'dynamodb:DeleteItem', resource: arns.table },
        context: { 'dynamodb:LeadingKeys': [`T#${acme.id}#R#1`, `T#${acme.id}#AUDIT#2026-01-01`] },
      }
      expect(verdictWith(policies)(removal)).toBe('deny')
      expect(verdictWith(withStatements(name, kind, others))(removal)).toBe('allow')
    })
  },
)

describe('the policies of resources', () => {
  it('the key’s lets the account’s roles decide: without it, nobody reads or writes an object', () => {
    const byKey = day.filter(({ action, verdict }) => action.startsWith('kms:') && verdict === 'allow')
    const without = verdictWith({ ...policies, key: { ...policies.key, Statement: [] } })
    expect(byKey.length).toBeGreaterThan(0)
    expect(byKey.map(without)).toEqual(byKey.map(() => 'deny'))
  })

  const signed = { 's3:signatureversion': 'AWS4-HMAC-SHA256', 's3:signatureAge': 0 }
  it.each([
    ['reading what is deleted', { ...signed, 's3:ExistingObjectTag/state': 'deleted' }],
    ['a signature of long ago', { ...signed, 's3:signatureAge': 3_600_000 }],
    ['a signature of another version', { ...signed, 's3:signatureversion': 'AWS' }],
  ])('the bucket’s keeps everybody from %s, by one statement', (_, context) => {
    const reading: Call = {
      ...{ principal: sessionOf('media'), action: 's3:GetObjectVersion' },
      ...{ resource: `${arns.bucket}/t/${acme.id}/r/1`, context },
    }
    expect(verdictWith(policies)({ ...reading, context: signed })).toBe('allow')
    expect(verdictWith(policies)(reading)).toBe('deny')
    const needed = policies.bucket.Statement.filter((statement) => {
      const Statement = policies.bucket.Statement.filter((each) => each !== statement)
      return verdictWith({ ...policies, bucket: { ...policies.bucket, Statement } })(reading) === 'allow'
    })
    expect(needed).toHaveLength(1)
  })
})
