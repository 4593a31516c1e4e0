import type { CloudTemplate, Synthesis } from '../synthesis.ts'
import { readable, readableName } from './readable.ts'

type Values = Readonly<Record<string, unknown>>

export type StackSummary = {
  /** How many there are, by type. */
  readonly resources: Readonly<Record<string, number>>
  /** What outlives the stack. */
  readonly kept: readonly string[]
  /** Who may do what: every statement of every policy, by the policy's resource. */
  readonly statements: Readonly<Record<string, readonly string[]>>
  /** The routes of the API, and what API Gateway itself asks of them. */
  readonly routes: readonly string[]
  /** What services may start a function, and from where. */
  readonly invocations: readonly string[]
  /** What else can be reached and how it is guarded, by resource. */
  readonly exposure: Readonly<Record<string, Values>>
}

/** By stack. */
export type StageSummary = Readonly<Record<string, StackSummary>>

/** Where policies stand, by type. */
const policyProperties: Readonly<Record<string, readonly string[]>> = {
  'AWS::IAM::Role': ['AssumeRolePolicyDocument', 'ManagedPolicyArns'],
  'AWS::IAM::Policy': ['PolicyDocument'],
  'AWS::KMS::Key': ['KeyPolicy'],
  'AWS::S3::BucketPolicy': ['PolicyDocument'],
  'AWS::SQS::QueuePolicy': ['PolicyDocument'],
}

/** Types whose properties are left out: they guard nothing, or stand above. */
const plain = new Set([
  ...Object.keys(policyProperties).filter((type) => type !== 'AWS::KMS::Key'),
  ...['AWS::CDK::Metadata', 'AWS::ApiGatewayV2::Integration', 'AWS::Cognito::ManagedLoginBranding'],
  ...['AWS::ApiGatewayV2::Route', 'AWS::Lambda::Permission'],
])

/** Properties that say nothing to a reviewer, or change with every edit of code. */
const unsaid = new Set(['Code', 'FunctionCode', 'Tags', 'Description', 'KeyPolicy', 'UserPoolTags'])

/** What a reviewer of a change has to see of the stacks of a stage. */
export function summarize({ templates }: Pick<Synthesis, 'templates'>): StageSummary {
  return Object.fromEntries([...templates].map(([name, template]) => [name, summarizeStack(template)]))
}

function summarizeStack({ Resources }: CloudTemplate): StackSummary {
  const all = Object.entries(Resources).sort(([one], [other]) => (one < other ? -1 : 1))
  const resources: Record<string, number> = {}
  for (const { Type } of all.map(([, resource]) => resource).sort((a, b) => (a.Type < b.Type ? -1 : 1))) {
    resources[Type] = (resources[Type] ?? 0) + 1
  }
  const ofType = (type: string) =>
    all.filter(([, { Type }]) => Type === type).map(([, { Properties = {} }]) => exposed(Properties))
  return {
    resources,
    kept: all.filter(([, { DeletionPolicy }]) => DeletionPolicy?.startsWith('Retain')).map(([id]) => readableName(id)),
    statements: Object.fromEntries(
      all.flatMap(([id, { Type, Properties = {} }]) => {
        const found = (policyProperties[Type] ?? []).flatMap((name) => statementsIn(Properties[name]))
        return found.length > 0 ? [[readableName(id), found] as const] : []
      }),
    ),
    routes: ofType('AWS::ApiGatewayV2::Route').map(
      ({ RouteKey, AuthorizationType }) => `${RouteKey} ${AuthorizationType}`,
    ),
    invocations: ofType('AWS::Lambda::Permission').map(
      ({ FunctionName, Principal, SourceArn }) => `${FunctionName} by ${Principal} from ${SourceArn}`,
    ),
    exposure: Object.fromEntries(
      all
        .filter(([, { Type }]) => !plain.has(Type))
        .map(([id, { Type, Properties = {} }]) => [`${Type} ${readableName(id)}`, exposed(Properties)] as const),
    ),
  }
}

function statementsIn(document: unknown): string[] {
  if (document === undefined) return []
  const found = readable(document)
  const isDocument = typeof found === 'object' && found !== null && 'Statement' in found
  return isDocument && Array.isArray(found.Statement) ? found.Statement.map(statementLine) : [JSON.stringify(found)]
}

/** `Allow <actions> on <resources> to <principal> if <conditions>`; what else stands in a statement is told too. */
function statementLine({ Effect, Action, Resource, Principal, Condition, Sid: _, ...more }: Values): string {
  const list = (value: unknown) => [value].flat().map(String).sort().join(', ')
  return [
    ...[String(Effect), list(Action)],
    ...(Resource === undefined ? [] : ['on', list(Resource)]),
    ...(Principal === undefined ? [] : ['to', JSON.stringify(Principal)]),
    ...(Condition === undefined ? [] : ['if', JSON.stringify(Condition)]),
    ...(Object.keys(more).length === 0 ? [] : [JSON.stringify(more)]),
  ].join(' ')
}

function exposed(properties: Values): Values {
  const kept = Object.entries(properties).filter(([name]) => !unsaid.has(name))
  return readable(Object.fromEntries(kept)) as Values // an object stays one
}
