import type { Category, PolicyVocabulary } from '../../../api/index.ts'
import { knownKeyOf } from './operators.ts'
import type { JsonPlace } from './place.ts'

export type Suggestion = {
  label: string
  /** What it is for. */
  detail?: string | undefined
  /** What is written after a name that has no value yet. */
  value?: string
}

const elements: Record<'policy' | 'statement', readonly Suggestion[]> = {
  policy: [
    { label: 'Version', detail: 'Of the language', value: '"2012-10-17"' },
    { label: 'Id', detail: 'Your own name for it', value: '' },
    { label: 'Statement', detail: 'What it allows and denies', value: '[]' },
  ],
  statement: [
    { label: 'Sid', detail: 'Names the statement', value: '' },
    { label: 'Effect', detail: 'Allow or Deny', value: '"Allow"' },
    { label: 'Action', detail: 'What it is about', value: '' },
    { label: 'NotAction', detail: 'All actions but these', value: '' },
    { label: 'Resource', detail: 'Which recordings', value: '"*"' },
    { label: 'NotResource', detail: 'All recordings but these', value: '' },
    { label: 'Condition', detail: 'Only where these hold', value: '{}' },
  ],
}

/** `recording:*` beside each action of it. */
function actionsOf({ actions }: PolicyVocabulary): Suggestion[] {
  const groups = [...new Set(actions.map(({ action }) => action.slice(0, action.indexOf(':') + 1)))]
  return [
    ...actions.map(({ action, description }) => ({ label: action, detail: description })),
    ...groups.map((group) => ({ label: `${group}*`, detail: 'All of them' })),
  ]
}

const depthInStatement = (path: readonly string[]): readonly string[] | undefined => {
  if (path[0] !== 'Statement') return undefined
  return path[1] === '[]' ? path.slice(2) : path.slice(1)
}

function namesAt(path: readonly string[], vocabulary: PolicyVocabulary): readonly Suggestion[] {
  if (path.length === 0) return elements.policy
  const inner = depthInStatement(path)
  if (!inner) return []
  if (inner.length === 0) return elements.statement
  if (inner[0] !== 'Condition') return []
  if (inner.length === 1) return vocabulary.operators.map((operator) => ({ label: operator, value: '{}' }))
  if (inner.length === 2)
    return vocabulary.keys.map(({ key, description }) => ({ label: key, detail: description, value: '' }))
  return []
}

/** A form of resource names with this tenant in it, and any of the rest. */
const filledIn = (form: string, tenantId: string): string => form.replace('<tenant>', tenantId).replace(/<\w+>/g, '*')

type Tenant = { id: string; categories: readonly Pick<Category, 'id' | 'name'>[] }

function valuesAt(path: readonly string[], vocabulary: PolicyVocabulary, tenant: Tenant): readonly Suggestion[] {
  if (path.length === 1 && path[0] === 'Version') return [{ label: '2012-10-17' }]
  const inner = depthInStatement(path)
  switch (inner?.[0]) {
    case 'Effect':
      return [{ label: 'Allow' }, { label: 'Deny' }]
    case 'Action':
    case 'NotAction':
      return actionsOf(vocabulary)
    case 'Resource':
    case 'NotResource':
      return [
        { label: '*', detail: 'Everything' },
        ...vocabulary.resources.map(({ resource, description }) => ({
          label: filledIn(resource, tenant.id),
          detail: description,
        })),
      ]
    case 'Condition': {
      const type = inner[2] === undefined ? undefined : knownKeyOf(inner[2], vocabulary)?.type
      const isYesOrNo = type === 'boolean' || inner[1] === 'Null' || inner[1]?.startsWith('Bool')
      if (inner[2]?.toLowerCase() === 'recording.category' && !isYesOrNo) {
        return tenant.categories.map(({ id, name }) => ({ label: id, detail: name }))
      }
      return inner.length > 2 && isYesOrNo ? [{ label: 'true' }, { label: 'false' }] : []
    }
    default:
      return []
  }
}

/** What can be written at a place of a policy. */
export function suggestionsAt(place: JsonPlace, vocabulary: PolicyVocabulary, tenant: Tenant): readonly Suggestion[] {
  if (!place.isName) return valuesAt(place.path, vocabulary, tenant)
  return namesAt(place.path, vocabulary).filter(({ label }) => label === place.typed || !place.siblings.has(label))
}
