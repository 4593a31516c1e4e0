/** What a context key holds; several values make it a multivalued key. Dates are RFC 3339 texts, addresses plain texts. */
export type ContextValue = string | number | boolean | readonly (string | number | boolean)[]

/** What is known about a request, by condition key. A key that is undefined, null or an empty list is missing. */
export type Context = { readonly [key: string]: ContextValue | null | undefined }

/** A context as conditions see it: by key in lower case, always as a list of texts, empty where the key is missing. */
export type ContextView = { valuesOf(key: string): readonly string[] }

const none: readonly string[] = []

/**
 * The view of a context. Keys are compared without case (IAM user guide, "Condition"); keys that differ in case alone
 * hold their values together. The index is built when first needed: most statements fall out by action and resource.
 */
export function viewOf(context: Context): ContextView {
  let index: Map<string, readonly string[]> | undefined
  return {
    valuesOf(key) {
      index ??= indexOf(context)
      return index.get(key) ?? none
    },
  }
}

function indexOf(context: Context): Map<string, readonly string[]> {
  const index = new Map<string, readonly string[]>()
  for (const name of Object.keys(context)) {
    const value = context[name]
    if (value === undefined || value === null) continue
    const key = name.toLowerCase()
    const texts = isMany(value) ? value.map(String) : [String(value)]
    const others = index.get(key)
    index.set(key, others === undefined ? texts : [...others, ...texts])
  }
  return index
}

/** Array.isArray does not narrow a readonly array. */
function isMany(value: ContextValue): value is readonly (string | number | boolean)[] {
  return Array.isArray(value)
}
