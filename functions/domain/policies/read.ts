import type { Issues } from './issue.ts'
import { type JsonNode, memberPath } from './json.ts'
import type { Policy, Selection, Statement } from './policy.ts'
import { readConditions } from './read-condition.ts'
import { membersOf, textsOf } from './read-json.ts'
import { checkKey, type PolicyRules } from './rules.ts'
import { keysIn, readTemplate, type Template } from './template.ts'

const policyAdvice = 'A policy is a JSON object with Version and Statement.'
const statementAdvice = 'A statement is a JSON object with Effect, Action and Resource.'

const languageVersions = ['2008-10-17', '2012-10-17']
/** The first version with variables (IAM user guide, "IAM JSON policy elements: Version"). */
const variablesVersion = '2012-10-17'

const policyElements = ['Version', 'Id', 'Statement']
const statementElements = ['Sid', 'Effect', 'Action', 'NotAction', 'Resource', 'NotResource', 'Condition']
const principalElements = ['Principal', 'NotPrincipal']

/**
 * The policy that a JSON tree holds, with every fault put among the issues. What is not understood counts against the
 * request: such a part of an Allow never matches and of a Deny always does; a policy whose frame is not understood denies
 * everything.
 */
export function readPolicy(root: JsonNode, rules: PolicyRules, issues: Issues, id: string | undefined): Policy {
  const { byName: members, isWhole } = membersOf(root, policyElements, issues, policyAdvice)
  if (root.kind !== 'object') return denyingPolicy(id)
  const variables = readVersion(root, members.get('Version'), issues)
  const own = members.get('Id')
  if (own !== undefined && own.kind !== 'string') issues.add('wrongType', own, 'Write Id as text in double quotes.')
  const name = id ?? (own?.kind === 'string' ? own.value : undefined)
  const statements = members.get('Statement')
  if (statements === undefined) {
    issues.add('missing', root, 'A policy needs Statement: a list of statements.')
  } else if (variables !== undefined) {
    const nodes = statements.kind === 'array' ? statements.items : [statements]
    if (nodes.length === 0) issues.add('empty', statements, 'Write one statement at least, or delete the policy.')
    if (nodes.length > rules.maxStatements) {
      issues.add(
        'tooMany',
        statements,
        `${nodes.length} statements are too many: write ${rules.maxStatements} at most.`,
      )
    }
    const read = nodes.map((node, index) => readStatement(node, index, { rules, issues, variables }))
    checkSids(nodes, issues)
    if (!isWhole) return denyingPolicy(name)
    return {
      ...(name === undefined ? {} : { id: name }),
      statements: read.filter((statement) => statement !== undefined),
    }
  }
  return denyingPolicy(name)
}

/** The policy that stands for one that cannot be read. */
export function denyingPolicy(id: string | undefined): Policy {
  return {
    ...(id === undefined ? {} : { id }),
    statements: [{ index: 0, effect: 'deny', actions: everything, resources: everything, conditions: [] }],
  }
}

const everything: Selection = { except: true, patterns: [] }

/** Whether `${...}` is a variable in this version; undefined if the version is none. */
function readVersion(root: JsonNode, version: JsonNode | undefined, issues: Issues): boolean | undefined {
  const value = version === undefined ? '2008-10-17' : version.kind === 'string' ? version.value : ''
  if (!languageVersions.includes(value)) {
    issues.add('unknownValue', version ?? root, `Write "Version": "${variablesVersion}".`)
    return undefined
  }
  if (version === undefined && holdsVariable(root)) {
    issues.add(
      'missing',
      root,
      `Variables need "Version": "${variablesVersion}" in the policy: without it they are plain text.`,
    )
  }
  return value === variablesVersion
}

function holdsVariable(node: JsonNode): boolean {
  switch (node.kind) {
    case 'object':
      return node.members.some(({ value }) => holdsVariable(value))
    case 'array':
      return node.items.some(holdsVariable)
    case 'string':
      return node.value.includes('${')
    default:
      return false
  }
}

type StatementReading = { rules: PolicyRules; issues: Issues; variables: boolean }

function readStatement(node: JsonNode, index: number, reading: StatementReading): Statement | undefined {
  const { rules, issues } = reading
  const known = [...statementElements, ...principalElements]
  const { byName: elements, isWhole } = membersOf(node, known, issues, statementAdvice)
  const isFramed = !refusesPrincipal(elements, node, issues) && isWhole
  const sid = elements.get('Sid')
  const effect = elements.get('Effect')
  if (sid !== undefined && sid.kind !== 'string') issues.add('wrongType', sid, 'Write Sid as text in double quotes.')
  const effectText = effect?.kind === 'string' ? effect.value : undefined
  if (isWhole && effectText !== 'Allow' && effectText !== 'Deny') {
    const code = effect === undefined ? 'missing' : 'unknownValue'
    issues.add(code, effect ?? node, 'Write "Effect": "Allow" or "Effect": "Deny".')
  }
  const actions = isWhole ? readSelection('Action', node, elements, reading) : undefined
  const resources = isWhole ? readSelection('Resource', node, elements, reading) : undefined
  if (effectText === 'Allow' && resources?.except && rules.forbidAllowWithNotResource) {
    const place = { ...(elements.get('NotResource') ?? node) }
    issues.add(
      'notAllowed',
      place,
      'Allow with NotResource also allows all that is made later: name what to allow by Resource.',
    )
  }
  const { conditions, isUnderstood } = readConditions(elements.get('Condition'), reading)
  const named = { index, ...(sid?.kind === 'string' ? { sid: sid.value } : {}) }
  if (effectText === 'Allow') {
    if (!isFramed || actions === undefined || resources === undefined || !isUnderstood) return undefined
    return { ...named, effect: 'allow', actions, resources, conditions }
  }
  return {
    ...named,
    effect: 'deny',
    actions: (isFramed ? actions : undefined) ?? everything,
    resources: (isFramed ? resources : undefined) ?? everything,
    conditions: isFramed ? conditions : [],
  }
}

function refusesPrincipal(members: ReadonlyMap<string, JsonNode>, node: JsonNode, issues: Issues): boolean {
  const found = principalElements.filter((name) => members.has(name))
  for (const name of found) {
    issues.add('notSupported', members.get(name) ?? node, `Remove ${name}: a policy is for whom it is given to.`)
  }
  return found.length > 0
}

/** Undefined if any part of it was not understood. */
function readSelection(
  name: 'Action' | 'Resource',
  node: JsonNode,
  elements: ReadonlyMap<string, JsonNode>,
  { rules, issues, variables }: StatementReading,
): Selection | undefined {
  const plain = elements.get(name)
  const excepted = elements.get(`Not${name}`)
  const value = plain ?? excepted
  if (value === undefined || (plain !== undefined && excepted !== undefined)) {
    const place = value === undefined ? node : { ...value, path: memberPath(node.path, name) }
    const code = value === undefined ? 'missing' : 'duplicate'
    issues.add(code, place, `Write either ${name} or Not${name}, one of them once.`)
    return undefined
  }
  const texts = textsOf(value, issues, { isText: true })
  const patterns: Template[] = []
  for (const { text, place } of texts ?? []) {
    const isAction = name === 'Action'
    const fault = isAction ? rules.actionFault(text) : resourceFault(text)
    if (fault !== undefined) issues.add(fault.code, place, fault.message)
    const pattern = readTemplate(text, { wildcards: true, variables: variables && !isAction, ignoresCase: isAction })
    if ('fault' in pattern) {
      issues.add('wrongValue', place, pattern.fault)
    } else {
      // An action that nobody knows is still clear: it matches nothing that is asked.
      if (fault === undefined || fault.code === 'unknownAction') patterns.push(pattern)
      for (const key of keysIn(pattern)) checkKey(key, place, rules, issues)
    }
  }
  const isWhole = texts !== undefined && patterns.length === texts.length
  return isWhole ? { except: plain === undefined, patterns } : undefined
}

function resourceFault(text: string): { code: 'wrongValue'; message: string } | undefined {
  if (text !== '') return undefined
  return { code: 'wrongValue', message: 'Write the name of a resource, or "*" for all of them.' }
}

/** A Sid names a statement in answers about what decided, so it has to be one statement's. */
function checkSids(nodes: readonly JsonNode[], issues: Issues): void {
  const seen = new Set<string>()
  for (const node of nodes) {
    const sid = node.kind === 'object' ? node.members.find(({ name }) => name === 'Sid')?.value : undefined
    if (sid?.kind !== 'string') continue
    if (seen.has(sid.value)) issues.add('duplicate', sid, 'Another statement has this Sid: choose a different one.')
    seen.add(sid.value)
  }
}
