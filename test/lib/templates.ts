export type Resource = { Type: string; Properties: Record<string, unknown>; DeletionPolicy?: string }
export type Statement = {
  Effect: 'Allow' | 'Deny'
  Action: string | string[]
  Resource: unknown
  Condition?: Record<string, Record<string, unknown>>
}
export type CloudTemplate = { Resources: Record<string, Resource> }

export function resourcesOf({ Resources }: CloudTemplate, type: string): [logicalId: string, Resource][] {
  return Object.entries(Resources).filter(([, resource]) => resource.Type === type)
}

/** The function of a room or event, by its construct's name. */
export function functionOf(api: CloudTemplate, name: string) {
  const [found] = resourcesOf(api, 'AWS::Lambda::Function').filter(([id]) => id.startsWith(`${name}Function`))
  if (!found) throw new Error(`there is no function ${name}`)
  const [logicalId, { Properties }] = found
  const { Environment, ...properties } = Properties as { Environment: { Variables: Record<string, unknown> } } & Record<
    string,
    unknown
  > // as CloudFormation declares functions
  return { logicalId, properties, environment: Environment.Variables }
}

/** Statements of a role of a function: `Role` is its own, `TenantRole` the one that acts in tenants. */
export function statementsOf(api: CloudTemplate, name: string, role: 'Role' | 'TenantRole'): Statement[] {
  return resourcesOf(api, 'AWS::IAM::Policy')
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
