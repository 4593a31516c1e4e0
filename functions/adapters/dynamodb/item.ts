import type * as z from 'zod'
import type { Key } from './keys.ts'

/** An item as it is written, with attributes of its own besides its keys. */
export type Item = Key & Record<string, unknown>

/** Attributes that have a value; a missing one is read as null. */
export function withoutNulls(attributes: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== null && value !== undefined))
}

/**
 * Reads an item by its schema.
 *
 * @throws {Error} naming the kind of item alone, for keys and values hold what people said and dialled
 */
export function parseItem<S extends z.ZodType>(kind: string, schema: S, item: unknown): z.output<S> {
  const parsed = schema.safeParse(item)
  if (parsed.success) return parsed.data
  const fields = [...new Set(parsed.error.issues.map((issue) => String(issue.path[0] ?? '')))].sort()
  throw new Error(`A stored item of kind ${kind} cannot be read: ${fields.join(', ')}`)
}
