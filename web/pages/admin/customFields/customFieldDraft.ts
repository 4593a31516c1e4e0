import type { CustomFieldEditors, CustomFieldScope, CustomFieldType } from '../../../../functions/contract/index.ts'
import type { CustomField, CustomFieldChanges, NewCustomField } from '../../../api/index.ts'
import { type DraftValue, draftValueOf, valueOfDraft } from '../../../customData/index.ts'
import { changesOf } from '../draft.ts'

/** The form of a custom field as it stands. Lists are kept as texts, which tells at once whether they changed. */
export type CustomFieldDraft = {
  name: string
  label: string
  type: CustomFieldType
  appliesTo: CustomFieldScope
  /** One a line. */
  choices: string
  isRequired: boolean
  isSearchable: boolean
  /** JSON of what its control holds. */
  default: string
  /** JSON. */
  editors: string
  metadataPath: string
}

export type Editors = CustomFieldEditors

export const takesChoices = (type: CustomFieldType): boolean => type === 'choice' || type === 'multipleChoice'

export const choicesOf = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')

export const defaultOf = (draft: CustomFieldDraft): DraftValue => JSON.parse(draft.default)
export const defaultText = (value: DraftValue): string => JSON.stringify(value)
export const editorsOf = (draft: CustomFieldDraft): Editors => JSON.parse(draft.editors)
export const editorsText = (editors: Editors): string =>
  JSON.stringify(
    editors === 'everybody'
      ? editors
      : { roles: [...editors.roles].toSorted(), groupIds: [...editors.groupIds].toSorted() },
  )

export const customFieldDraftOf = (field: CustomField): CustomFieldDraft => ({
  ...{ name: field.name, label: field.label, type: field.type, appliesTo: field.appliesTo },
  choices: field.choices.join('\n'),
  ...{ isRequired: field.isRequired, isSearchable: field.isSearchable },
  default: defaultText(draftValueOf(field.type, field.default)),
  editors: editorsText(field.editors),
  metadataPath: field.metadataPath ?? '',
})

export const newCustomFieldDraft: CustomFieldDraft = {
  ...{ name: '', label: '', type: 'text', appliesTo: 'recording', choices: '', isRequired: false },
  ...{ isSearchable: false, default: defaultText(''), editors: editorsText('everybody'), metadataPath: '' },
}

/** What its facts come to for the API. */
function factsOf(draft: CustomFieldDraft) {
  const { type, label, metadataPath, isRequired, isSearchable } = draft
  return {
    ...{ label: label.trim(), isRequired, isSearchable, metadataPath: metadataPath.trim() || null },
    choices: takesChoices(type) ? choicesOf(draft.choices) : [],
    default: valueOfDraft(type, defaultOf(draft)) ?? null,
    editors: editorsOf(draft),
  }
}

export const newCustomFieldOf = (draft: CustomFieldDraft): NewCustomField => ({
  ...{ name: draft.name.trim(), type: draft.type, appliesTo: draft.appliesTo },
  ...factsOf(draft),
})

/** What the draft changes; only that is sent, so that it undoes nothing of somebody else's. */
export function customFieldChangesOf(draft: CustomFieldDraft, base: CustomFieldDraft): CustomFieldChanges {
  const facts = factsOf(draft)
  const changed = new Set(Object.keys(changesOf(draft, base)))
  const isSame = (name: keyof typeof facts) => JSON.stringify(facts[name]) === JSON.stringify(factsOf(base)[name])
  const names = (Object.keys(facts) as (keyof typeof facts)[]).filter((name) => changed.has(name) && !isSame(name)) // its own keys
  return Object.fromEntries(names.map((name) => [name, facts[name]]))
}

const namePattern = /^[A-Za-z][A-Za-z0-9_]{0,47}$/
const plainOf = (text: string) => text.normalize('NFKC').toLowerCase()

/** What can be said before the server is asked, by field. */
export function customFieldProblems(draft: CustomFieldDraft): Partial<Record<string, string>> {
  const choices = choicesOf(draft.choices).map(plainOf)
  const repeated = choicesOf(draft.choices).find((_, index) => choices.indexOf(choices[index] ?? '') < index)
  const ofChoices = takesChoices(draft.type)
    ? choices.length === 0
      ? 'Give it at least one choice.'
      : choices.length > 100
        ? 'A field has at most 100 choices.'
        : repeated !== undefined
          ? `${repeated} is there twice.`
          : undefined
    : undefined
  const problems = {
    label: draft.label.trim() === '' ? 'Give the field a label.' : undefined,
    name: namePattern.test(draft.name.trim()) ? undefined : 'Begin with a letter; letters, digits and _ may follow.',
    choices: ofChoices,
    default: valueOfDraft(draft.type, defaultOf(draft)) === undefined ? 'Enter a number, such as 12.5.' : undefined,
  }
  return Object.fromEntries(Object.entries(problems).filter(([, problem]) => problem !== undefined))
}

/** `Order number` is called `orderNumber`. */
export function suggestedName(label: string): string {
  const words = label
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .split(/[^A-Za-z0-9]+/)
    .filter((word) => word !== '')
  const name = words
    .map((word, index) =>
      index === 0 ? word.charAt(0).toLowerCase() + word.slice(1) : word.charAt(0).toUpperCase() + word.slice(1),
    )
    .join('')
  return name.replace(/^[0-9]+/, '').slice(0, 48)
}
