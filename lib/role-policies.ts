import { stageNamed } from './stages.ts'
import { type CloudTemplate, synthesize } from './synthesis.ts'

/** A policy document as IAM takes it, its references resolved. */
export type PolicyDocument = { readonly Version: string; readonly Statement: readonly unknown[] }

/** Everything in the stacks of a stage that decides who may do what. */
export type RolePolicies = {
  readonly functions: Readonly<
    Record<
      string,
      {
        /** What the function may do outside any tenant. */
        readonly own: PolicyDocument
        readonly tenant: PolicyDocument
        /** Who may take the tenant role on, and how. */
        readonly trust: PolicyDocument
      }
    >
  >
  readonly bucket: PolicyDocument
  readonly key: PolicyDocument
}

/**
 * Synthesizes the stacks and reads their policies, with names such as `<table>` where CloudFormation fills in ARNs and names:
 * they are the same whatever the stage and the hashes in logical ids, and whoever evaluates them puts real ones in.
 *
 * @throws Error naming a reference that has no name yet
 */
export function synthesizeRolePolicies(stageName: string): RolePolicies {
  return rolePoliciesIn(synthesize(stageNamed(stageName)).templates)
}

/** @param stacks by name: `data`, whose bucket and key these are, and all that roles stand in */
export function rolePoliciesIn(stacks: ReadonlyMap<string, CloudTemplate>): RolePolicies {
  const templates = [...stacks.values()]
  const all = [...stacks].flatMap(([stack, template]) => {
    const resolve = resolverFor(template, templates)
    return Object.entries(template.Resources).map(([logicalId, { Type, Properties = {} }]) => ({
      ...{ stack, logicalId, type: Type, properties: Properties, resolve },
    }))
  })
  const ofType = (type: string) => all.filter((resource) => resource.type === type)
  const documentOf = ({ properties, resolve }: (typeof all)[number], property: string): PolicyDocument =>
    resolve(properties[property]) as PolicyDocument // as CloudFormation has it
  const ofData = (type: string, property: string, isIt: (found: (typeof all)[number]) => boolean = () => true) => {
    const [found, ...others] = ofType(type).filter((each) => each.stack === 'data' && isIt(each))
    if (!found || others.length > 0) throw new Error(`The data stack has ${others.length + 1} of ${type}, and not one.`)
    return documentOf(found, property)
  }

  /** All that is attached to a role, as one document. */
  const attachedTo = (role: string): PolicyDocument => ({
    Version: '2012-10-17',
    Statement: ofType('AWS::IAM::Policy')
      .filter(({ properties, resolve }) => JSON.stringify(resolve(properties.Roles)) === JSON.stringify([role]))
      .flatMap((policy) => documentOf(policy, 'PolicyDocument').Statement),
  })
  const functions = ofType('AWS::IAM::Role').flatMap((role) => {
    const name = roleName(role.logicalId)
    const [, own] = /^<tenantRole:(.+)>$/.exec(name) ?? []
    if (own === undefined) return []
    const policies = { own: attachedTo(`<role:${own}>`), tenant: attachedTo(name) }
    return [[own, { ...policies, trust: documentOf(role, 'AssumeRolePolicyDocument') }] as const]
  })
  return {
    functions: Object.fromEntries(functions),
    bucket: ofData(
      'AWS::S3::BucketPolicy',
      'PolicyDocument',
      ({ properties, resolve }) => resolve(properties.Bucket) === '<bucketName>',
    ),
    key: ofData('AWS::KMS::Key', 'KeyPolicy'),
  }
}

/** `meRoleB650472B` is the role of the function `me`, `meTenantRole595E5907` its tenant role. */
function roleName(logicalId: string): string {
  const [, name = '', kind = ''] = /^(.+?)(Tenant)?Role[0-9A-F]{8}$/.exec(logicalId) ?? []
  return kind ? `<tenantRole:${name}>` : `<role:${name}>`
}

const constructName = (logicalId: string, kind: string) =>
  logicalId.replace(/[0-9A-F]{8}$/, '').replace(new RegExp(`${kind}$`), '')

/** `arrivalsQueueB650472B` holds the failures of the function `arrivals`, `arrivalsWorkQueue595E5907` what it is to do. */
function queueName(logicalId: string): string {
  const name = constructName(logicalId, 'Queue')
  return name.endsWith('Work') ? `<workQueue:${name.slice(0, -'Work'.length)}>` : `<queue:${name}>`
}

/** What stands for a resource, by type and by what is asked of it. */
const names: Readonly<Record<string, Readonly<Record<string, (logicalId: string) => string>>>> = {
  'AWS::DynamoDB::GlobalTable': {
    Ref: () => '<tableName>',
    Arn: () => '<table>',
    StreamArn: () => '<table>/stream/<streamLabel>',
  },
  'AWS::S3::Bucket': { Ref: () => '<bucketName>', Arn: () => '<bucket>' },
  'AWS::KMS::Key': { Ref: () => '<keyId>', Arn: () => '<key>' },
  'AWS::IAM::Role': { Ref: roleName, Arn: roleName },
  'AWS::Logs::LogGroup': { Arn: (id) => `<log:${constructName(id, 'Log')}>` },
  'AWS::SQS::Queue': { Arn: queueName },
  'AWS::Cognito::UserPool': { Ref: () => '<userPoolId>', Arn: () => '<userPool>' },
}

const pseudoParameters: Readonly<Record<string, string>> = {
  'AWS::Partition': 'aws',
  'AWS::Region': '<region>',
  'AWS::AccountId': '<account>',
  'AWS::URLSuffix': 'amazonaws.com',
}

/** Gives a value of the template with its references resolved. */
function resolverFor(template: CloudTemplate, templates: readonly CloudTemplate[]) {
  const nameOf = (logicalId: string, attribute: string): string => {
    const pseudo = attribute === 'Ref' ? pseudoParameters[logicalId] : undefined
    const type = template.Resources[logicalId]?.Type ?? ''
    const name = pseudo ?? names[type]?.[attribute]?.(logicalId)
    if (name === undefined) {
      throw new Error(`${logicalId}.${attribute} (${type || 'no resource'}) stands in a policy: name it here.`)
    }
    return name
  }

  function resolve(value: unknown): unknown {
    if (typeof value === 'string') return value
    if (Array.isArray(value)) return value.map(resolve)
    if (typeof value !== 'object' || value === null) return value
    const [[key, argument] = ['', undefined], ...more] = Object.entries(value)
    if (more.length > 0 || !(key === 'Ref' || key.startsWith('Fn::'))) {
      return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, resolve(each)]))
    }
    if (key === 'Ref') return nameOf(String(argument), 'Ref')
    if (key === 'Fn::GetAtt' && Array.isArray(argument)) return nameOf(String(argument[0]), String(argument[1]))
    if (key === 'Fn::Join' && Array.isArray(argument) && Array.isArray(argument[1])) {
      return argument[1].map(resolve).join(String(argument[0]))
    }
    if (key === 'Fn::ImportValue') return exported(argument)
    throw new Error(`${key} stands in a policy: resolve it here.`)
  }

  function exported(name: unknown): unknown {
    for (const other of templates) {
      const output = Object.values(other.Outputs ?? {}).find(({ Export }) => Export?.Name === name)
      if (output) return resolverFor(other, templates)(output.Value)
    }
    throw new Error(`No stack exports ${String(name)}.`)
  }

  return resolve
}
