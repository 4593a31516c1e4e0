import type { SQLOutputValue } from 'node:sqlite'

/** One row as node:sqlite hands it out; the readers below give its values their types. */
export type Row = Readonly<Record<string, SQLOutputValue>>

export function textOf(row: Row, column: string): string {
  const value = row[column]
  if (typeof value !== 'string') throw new TypeError(`column ${column} holds no text`)
  return value
}

export function optionalTextOf(row: Row, column: string): string | undefined {
  return row[column] === null ? undefined : textOf(row, column)
}

export function numberOf(row: Row, column: string): number {
  const value = row[column]
  if (typeof value !== 'number') throw new TypeError(`column ${column} holds no number`)
  return value
}

export function optionalNumberOf(row: Row, column: string): number | undefined {
  return row[column] === null ? undefined : numberOf(row, column)
}

export function isTrueIn(row: Row, column: string): boolean {
  return numberOf(row, column) === 1
}

/** A column of names and texts, such as tags. */
export function recordOf(row: Row, column: string): Readonly<Record<string, string>> {
  const value: unknown = JSON.parse(textOf(row, column))
  if (typeof value !== 'object' || value === null) throw new TypeError(`column ${column} holds no record`)
  return Object.fromEntries(Object.entries(value).map(([name, text]) => [name, String(text)]))
}
