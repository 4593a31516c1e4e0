import { createHash } from 'node:crypto'

/**
 * JSON in one form only, so that the same value has the same hash: names in the order of their UTF-16 units, no white
 * space (as RFC 8785 has it, for the texts, whole numbers, lists and objects that we keep).
 */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, each: unknown) => (isObject(each) ? inOrder(each) : each))
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function inOrder(value: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)))
}

/** SHA-256 of a text in UTF-8, in lower-case hexadecimal digits. */
export function sha256Of(text: string | Uint8Array): string {
  return createHash('sha256').update(text).digest('hex')
}
