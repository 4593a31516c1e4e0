/** A value of a condition as JSON has it. */
export type ConditionValue = string | number | boolean
export type Condition = { operator: string; key: string; values: readonly ConditionValue[] }

/** What a statement is about, as the form shows it. */
export type Resources =
  | { kind: 'all' }
  | { kind: 'routes'; routeIds: readonly string[] }
  | { kind: 'patterns'; patterns: readonly string[] }

export type Effect = 'Allow' | 'Deny'

export type ShownStatement = {
  kind: 'shown'
  /** Empty for none. */
  sid: string
  effect: Effect
  actions: readonly string[]
  resources: Resources
  conditions: readonly Condition[]
  /** The statement as it was written; missing once the form changed it. */
  source?: unknown
}

/** A statement that says more than the form shows: it is kept as it is, moved and removed as a whole. */
export type KeptStatement = { kind: 'kept'; source: unknown; why: string }

export type Statement = ShownStatement | KeptStatement

/** A policy as the form holds it. */
export type PolicyForm = {
  /** Elements beside the statements, such as Version. */
  head: Readonly<Record<string, unknown>>
  statements: readonly Statement[]
}

/** `why`: what keeps the form from showing this text. */
export type FormReading = { form: PolicyForm; why?: never } | { form?: never; why: string }

type JsonObject = Record<string, unknown>
const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const isText = (value: unknown): value is string => typeof value === 'string'
const isValue = (value: unknown): value is ConditionValue =>
  isText(value) || typeof value === 'number' || typeof value === 'boolean'

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [value])

const token = /"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*|[{}[\]:]/g

/** What JSON.parse would lose without a word: the first of two equal names, and digits of long numbers. */
function lossOf(json: string): string | undefined {
  const objects: Set<string>[] = []
  let name: string | undefined
  for (const [text] of json.matchAll(token)) {
    if (text === '{') objects.push(new Set())
    else if (text === '}') objects.pop()
    else if (text === ':' && name !== undefined) {
      const names = objects.at(-1)
      if (names?.has(name)) return `${name} stands twice in one place.`
      names?.add(name)
    } else if (/^[-\d]/.test(text) && String(Number(text)) !== text) return `The form would write ${text} differently.`
    // The text is JSON: what stands in quotes can be read, whatever is escaped in it.
    name = text.startsWith('"') ? String(JSON.parse(text)) : undefined
  }
  return undefined
}

/** Every recording of a route. */
export const routeResource = (tenantId: string, routeId: string): string =>
  `srn:soundkeep:${tenantId}:route/${routeId}/recording/*`

const routeResourcePattern = /^srn:soundkeep:([^:*?]+):route\/([0-9a-z]{26})\/recording\/\*$/

function resourcesOf(patterns: readonly string[], tenantId: string): Resources {
  if (patterns.length === 1 && patterns[0] === '*') return { kind: 'all' }
  const routeIds = patterns.map((pattern) => {
    const [, tenant, routeId] = routeResourcePattern.exec(pattern) ?? []
    return tenant === tenantId ? routeId : undefined
  })
  return routeIds.every(isText) && routeIds.length > 0 ? { kind: 'routes', routeIds } : { kind: 'patterns', patterns }
}

function conditionsOf(value: unknown): Condition[] | undefined {
  if (value === undefined) return []
  if (!isObject(value)) return undefined
  const conditions: Condition[] = []
  for (const [operator, keys] of Object.entries(value)) {
    if (!isObject(keys)) return undefined
    for (const [key, given] of Object.entries(keys)) {
      const values = listOf(given)
      if (!values.every(isValue)) return undefined
      conditions.push({ operator, key, values })
    }
  }
  return conditions
}

const shownElements = new Set(['Sid', 'Effect', 'Action', 'Resource', 'Condition'])

function statementOf(source: unknown, tenantId: string): Statement {
  const kept = (why: string): KeptStatement => ({ kind: 'kept', source, why })
  if (!isObject(source)) return kept('It is no JSON object.')
  const other = Object.keys(source).filter((name) => !shownElements.has(name))
  if (other.length > 0) return kept(`The form does not show ${other.join(', ')}.`)
  const { Sid: sid = '', Effect: effect, Action: action, Resource: resource, Condition: condition } = source
  const actions = action === undefined ? [] : listOf(action)
  const resources = resource === undefined ? [] : listOf(resource)
  const conditions = conditionsOf(condition)
  if (!isText(sid) || !actions.every(isText) || !resources.every(isText))
    return kept('It holds a value that is no text.')
  if (effect !== 'Allow' && effect !== 'Deny') return kept('Its Effect is neither Allow nor Deny.')
  if (!conditions) return kept('Its Condition is not written as operators with keys and values.')
  return { kind: 'shown', sid, effect, actions, resources: resourcesOf(resources, tenantId), conditions, source }
}

/** The policy that a text holds, as far as the form shows it; what it does not show stays in it. */
export function formOf(text: string, tenantId: string): FormReading {
  let root: unknown
  try {
    root = JSON.parse(text)
  } catch {
    return { why: 'The text is not JSON yet.' }
  }
  if (!isObject(root)) return { why: 'The text holds no JSON object.' }
  const loss = lossOf(text)
  if (loss !== undefined) return { why: loss }
  const { Statement: statements, ...head } = root
  const sources = statements === undefined ? [] : listOf(statements)
  return { form: { head, statements: sources.map((source) => statementOf(source, tenantId)) } }
}

const oneOrMany = <T>(values: readonly T[]): T | readonly T[] => (values.length === 1 && values[0] ? values[0] : values)

const patternsOf = (resources: Resources, tenantId: string): readonly string[] => {
  switch (resources.kind) {
    case 'all':
      return ['*']
    case 'routes':
      return resources.routeIds.map((routeId) => routeResource(tenantId, routeId))
    case 'patterns':
      return resources.patterns
  }
}

function conditionObject(conditions: readonly Condition[]): JsonObject {
  const operators: Record<string, Record<string, unknown>> = {}
  for (const { operator, key, values } of conditions) {
    const keys = operators[operator] ?? {}
    operators[operator] = { ...keys, [key]: oneOrMany(values) }
  }
  return operators
}

function sourceOf(statement: Statement, tenantId: string): unknown {
  if (statement.source !== undefined || statement.kind === 'kept') return statement.source
  const { sid, effect, actions, resources, conditions } = statement
  return {
    ...(sid === '' ? {} : { Sid: sid }),
    Effect: effect,
    Action: oneOrMany(actions),
    Resource: oneOrMany(patternsOf(resources, tenantId)),
    ...(conditions.length === 0 ? {} : { Condition: conditionObject(conditions) }),
  }
}

/** The text of a policy; statements that the form left alone say what they said. */
export const textOf = ({ head, statements }: PolicyForm, tenantId: string): string =>
  JSON.stringify({ ...head, Statement: statements.map((statement) => sourceOf(statement, tenantId)) }, null, 2)

/** The statement with what the form changed of it. */
export function changed(
  statement: ShownStatement,
  changes: Partial<Omit<ShownStatement, 'kind' | 'source'>>,
): ShownStatement {
  const { source: _, ...rest } = statement
  return { ...rest, ...changes }
}

export const newStatement = (): ShownStatement => ({
  kind: 'shown',
  sid: '',
  effect: 'Allow',
  actions: [],
  resources: { kind: 'all' },
  conditions: [],
})

/** What a new policy starts from: it lets its holders find and hear every recording. */
export const startingDocument = JSON.stringify(
  {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: ['recording:List', 'recording:Read', 'recording:Play'], Resource: '*' }],
  },
  null,
  2,
)

export const limits = { bytes: 10_240, statements: 50 } as const

const encoder = new TextEncoder()

/** How large a policy is; the statements are unknown while the text is no JSON. */
export function sizeOf(text: string): { bytes: number; statements: number | undefined } {
  const bytes = encoder.encode(text).length
  try {
    const root: unknown = JSON.parse(text)
    const statements = isObject(root) ? root.Statement : undefined
    return { bytes, statements: statements === undefined ? 0 : listOf(statements).length }
  } catch {
    return { bytes, statements: undefined }
  }
}
