/**
 * A draft carried over to what somebody else saved meanwhile: what the person changed stays, and the fields left alone
 * take the new values.
 * @param from what the draft started from
 * @param onto what is there now
 */
export function rebase<T extends object>(draft: T, from: T, onto: T): T {
  const carried = { ...onto }
  // The keys of an object of type T, which the language does not follow.
  for (const key of Object.keys(draft) as (keyof T)[]) if (draft[key] !== from[key]) carried[key] = draft[key]
  return carried
}

/** The fields of a draft that are not as they were. */
export function changesOf<T extends object>(draft: T, from: T): Partial<T> {
  const changes: Partial<T> = {}
  for (const key of Object.keys(draft) as (keyof T)[]) if (draft[key] !== from[key]) changes[key] = draft[key] // as above
  return changes
}

export const isEmpty = (changes: object): boolean => Object.keys(changes).length === 0
