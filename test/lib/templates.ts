import { contract } from '../../functions/contract/index.ts'
import type { CloudTemplate, Resource } from '../../lib/synthesis.ts'

export type { CloudTemplate, Resource }
export type Statement = {
  Effect: 'Allow' | 'Deny'
  Action: string | string[]
  Resource: unknown
  Condition?: Record<string, Record<string, unknown>>
}

export const rooms: readonly string[] = Object.keys(contract)
export const eventFunctions: readonly string[] = ['arrivals', 'reaper', 'renditions', 'sealer']
export const functionNames: readonly string[] = [...rooms, ...eventFunctions]

export function resourcesOf(
  { Resources }: CloudTemplate,
  type: string,
): [logicalId: string, Resource & { Properties: Record<string, unknown> }][] {
  return Object.entries(Resources)
    .filter(([, resource]) => resource.Type === type)
    .map(([id, resource]) => [id, { ...resource, Properties: { ...resource.Properties } }])
}

/** The properties of the one resource of its type. */
export function onlyOf(template: CloudTemplate, type: string): Record<string, unknown> {
  const [found, ...others] = resourcesOf(template, type)
  if (!found || others.length > 0)
    throw new Error(`there are ${others.length + (found ? 1 : 0)} of ${type}, and not one`)
  return found[1].Properties
}

/** The function of a room or event, by its construct's name. */
export function functionOf(template: CloudTemplate, name: string) {
  const [found] = resourcesOf(template, 'AWS::Lambda::Function').filter(([id]) => id.startsWith(`${name}Function`))
  if (!found) throw new Error(`there is no function ${name}`)
  const [logicalId, { Properties }] = found
  const { Environment, ...properties } = Properties as { Environment: { Variables: Record<string, unknown> } } & Record<
    string,
    unknown
  > // as CloudFormation declares functions
  return { logicalId, properties, environment: Environment.Variables }
}

/** Statements of a role of a function: `Role` is its own, `TenantRole` the one that acts in tenants. */
export function statementsOf(template: CloudTemplate, name: string, role: 'Role' | 'TenantRole'): Statement[] {
  return resourcesOf(template, 'AWS::IAM::Policy')
    .filter(([id]) => id.startsWith(`${name}${role}DefaultPolicy`))
    .flatMap(([, { Properties }]) => (Properties.PolicyDocument as { Statement: Statement[] }).Statement) // as IAM has it
}

export const actionsOf = (statements: readonly Statement[]) => statements.flatMap(({ Action }) => Action).sort()

/** A value of a template as text, its references as `<...>`. */
export function textOf(value: unknown): string {
  if (typeof value === 'string') return value
  if (typeof value !== 'object' || value === null) return String(value)
  if ('Fn::Join' in value && Array.isArray(value['Fn::Join'])) return value['Fn::Join'][1].map(textOf).join('')
  return `<${JSON.stringify(Object.values(value)[0])}>`
}
