import type { CustomValue } from '../../functions/contract/index.ts'
import type { CustomDataChanges, CustomDatum } from '../api/index.ts'

/** A value as its control holds it: numbers as they are typed, null where nothing is chosen. */
export type DraftValue = string | boolean | readonly string[] | null
/** By the names of fields. */
export type Draft = ReadonlyMap<string, DraftValue>

/** What a control shows of a value, or of none. */
export function draftValueOf(type: CustomDatum['type'], value: CustomValue | null): DraftValue {
  if (type === 'multipleChoice') return Array.isArray(value) ? value : []
  if (typeof value === 'number') return String(value)
  if (value === null) return type === 'text' || type === 'number' || type === 'date' ? '' : null
  return value
}

export const draftOf = (items: readonly CustomDatum[]): Draft =>
  new Map(items.map(({ name, type, value }) => [name, draftValueOf(type, value)]))

/** A comma is what many type for a point. */
export const numberOf = (typed: string): number => Number(typed.trim().replace(',', '.'))

/** What a control holds as a value; null for none, undefined for what cannot be one. */
export function valueOfDraft(type: CustomDatum['type'], drafted: DraftValue): CustomValue | null | undefined {
  if (drafted === null) return null
  if (typeof drafted === 'boolean') return drafted
  if (typeof drafted !== 'string') return drafted.length === 0 ? null : [...drafted]
  if (drafted.trim() === '') return null
  if (type !== 'number') return drafted.trim()
  const number = numberOf(drafted)
  return Number.isFinite(number) ? number : undefined
}

const isSame = (one: DraftValue | undefined, other: DraftValue | undefined): boolean =>
  JSON.stringify(one) === JSON.stringify(other)

/** Names of the fields that are not as they were. */
export const changedFields = (draft: Draft, base: Draft): string[] =>
  [...draft.keys()].filter((name) => !isSame(draft.get(name), base.get(name)))

/** What is sent: the fields that were changed alone, so that nothing of somebody else's is undone. */
export function changesOf(draft: Draft, base: Draft, items: readonly CustomDatum[]): CustomDataChanges {
  const changed = new Set(changedFields(draft, base))
  return Object.fromEntries(
    items
      .filter(({ name }) => changed.has(name))
      .map(({ name, type }) => [name, valueOfDraft(type, draft.get(name) ?? null) ?? null]),
  )
}

/** What can be said before the server is asked, by the names of fields. */
export function problemsOf(draft: Draft, base: Draft, items: readonly CustomDatum[]): Partial<Record<string, string>> {
  const changed = new Set(changedFields(draft, base))
  return Object.fromEntries(
    items
      .filter(({ name }) => changed.has(name))
      .flatMap(({ name, type, isRequired }) => {
        const value = valueOfDraft(type, draft.get(name) ?? null)
        if (value === undefined) return [[name, 'Enter a number, such as 12.5.']]
        return value === null && isRequired ? [[name, 'It is required: it cannot be left empty.']] : []
      }),
  )
}

/** The draft over what is there now: what the person changed stays, the rest takes the new values. */
export function rebased(draft: Draft, from: Draft, onto: Draft): Draft {
  const changed = new Set(changedFields(draft, from))
  return new Map([...onto].map(([name, value]) => [name, changed.has(name) ? (draft.get(name) ?? null) : value]))
}
