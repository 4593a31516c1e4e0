import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ImportResult } from '../../../../../web/api/index.ts'
import {
  csvIn,
  csvOf,
  deedOf,
  importColumns,
  reportOf,
  summaryOf,
  template,
} from '../../../../../web/pages/admin/people/importFile.ts'

const bytesOf = (text: string) => new TextEncoder().encode(text)

const result = (counts: Partial<ImportResult['counts']>, facts: Partial<ImportResult> = {}): ImportResult => ({
  isDryRun: true,
  lines: [],
  counts: { created: 0, updated: 0, unchanged: 0, invalid: 0, failed: 0, ...counts },
  ...facts,
})

describe('a file to import', () => {
  it('is read as UTF-8, with or without a mark at its start', () => {
    expect(csvIn(bytesOf('email\njosé@acme.example'))).toEqual({ csv: 'email\njosé@acme.example' })
    expect(csvIn(bytesOf('\u{feff}email\n'))).toEqual({ csv: 'email\n' })
  })

  it.each([
    ['in Latin-1', Uint8Array.of(0x6a, 0x6f, 0x73, 0xe9), /UTF-8/],
    ['that is a spreadsheet', Uint8Array.of(0x50, 0x4b, 3, 4, 0, 0), /not text/],
    ['that is empty', bytesOf(' \n'), /empty/],
    ['that is too large', bytesOf('x'.repeat(500_001)), /500 lines/],
  ])('%s is refused with the reason', (_, bytes, reason) => {
    const read = csvIn(bytes)
    expect('problem' in read && read.problem).toMatch(reason)
  })
})

describe('CSV', () => {
  it('is read back as it was meant, whatever the cells hold', () => {
    const cell = fc.string({ unit: 'grapheme' }).filter((text) => !/^[=+\-@\t\r]/.test(text))
    const rows = fc.array(fc.array(cell, { minLength: 2, maxLength: 2 }), { minLength: 1 })
    const read = (text: string): string[][] => parse(text, { record_delimiter: '\r\n', skip_empty_lines: false })
    fc.assert(fc.property(rows, (given) => void expect(read(csvOf(given))).toEqual(given)))
  })

  it('holds no formula', () => {
    expect(csvOf([['=1+1', '-2', 'a@b']])).toBe("'=1+1,'-2,a@b\r\n")
  })

  it('of the template has every column, and as many cells', () => {
    const rows: string[][] = parse(template)
    expect(rows[0]).toEqual(importColumns.map(({ id }) => id))
  })
})

describe('the result of an import', () => {
  it.each([
    [{ created: 12, updated: 3, unchanged: 4 }, 'Create 12, update 3'],
    [{ created: 1 }, 'Create 1'],
    [{ updated: 3 }, 'Update 3'],
    [{ unchanged: 9 }, ''],
  ])('of %j offers %j', (counts, deed) => {
    expect(deedOf(result(counts))).toBe(deed)
  })

  it('is told in one line', () => {
    expect(summaryOf(result({ created: 2, invalid: 1 }))).toBe('2 will be created, 1 not valid')
    expect(summaryOf(result({ created: 2, failed: 1 }, { isDryRun: false }))).toBe('2 created, 1 failed')
    expect(summaryOf(result({}))).toBe('The file has no lines under its heading')
  })

  it('can be taken along, with what is wrong', () => {
    const errors = [
      { column: 'routes', message: 'No route is called Slaes' },
      { column: null, message: 'Has 13 cells, not 12' },
    ]
    const lines: ImportResult['lines'] = [{ line: 2, email: 'jo@acme.example', outcome: 'invalid', errors }]
    const rows: string[][] = parse(reportOf(result({ invalid: 1 }, { lines })))
    expect(rows[1]).toEqual([
      ...['2', 'jo@acme.example', 'Not valid', 'routes: No route is called Slaes; Has 13 cells, not 12'],
    ])
  })
})
