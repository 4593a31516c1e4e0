import { CsvError, type Info, parse } from 'csv-parse/sync'

/** A line of a file: its number, the heading being line 1, and its cells. */
export type CsvLine = { line: number; cells: string[] }

/**
 * Reads comma-separated values (RFC 4180); a semicolon or tab is the separator where the first line has more of it.
 * @returns the lines that are not empty, or what is wrong with the file
 */
export function readCsv(text: string): { lines: CsvLine[] } | { fault: string } {
  try {
    // With `info` each record comes beside the place at which it ends.
    const records = parse(text, {
      ...{ bom: true, delimiter: separatorOf(text), trim: true, info: true },
      ...{ relax_column_count: true, skip_empty_lines: true, skip_records_with_empty_values: true },
    }) as unknown as { info: Info; record: string[] }[] // its types do not follow `info`
    return {
      lines: records.map(({ info, record }) => ({
        line: info.lines - record.join('').split('\n').length + 1,
        cells: record,
      })),
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    return { fault: faults[error.code] ?? 'The file cannot be read as CSV: save it anew, as UTF-8.' }
  }
}

const faults: Partial<Record<CsvError['code'], string>> = {
  CSV_QUOTE_NOT_CLOSED: 'A quote is opened and never closed: see that quotes come in pairs.',
  CSV_INVALID_CLOSING_QUOTE: 'Something follows a cell in quotes: separate it, or double the quotes within the cell.',
  INVALID_OPENING_QUOTE: 'A quote stands within a cell: put the whole cell in quotes and double those in it.',
}

/** Spreadsheets write semicolons where the comma is the decimal sign. */
function separatorOf(source: string): string {
  const end = source.indexOf('\n')
  const heading = source.slice(0, end < 0 ? undefined : end)
  const count = (char: string) => heading.split(char).length
  return [',', ';', '\t'].reduce((best, char) => (count(char) > count(best) ? char : best), ',')
}
