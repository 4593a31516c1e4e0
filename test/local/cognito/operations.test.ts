import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { OPERATIONS } from '../../../local/cognito/operations/index.ts'

it('the operations that are written down are those that there are', () => {
  const page = readFileSync(new URL('../../../docs/local-sign-in.md', import.meta.url), 'utf8')
  const rows = page.split('\n').flatMap((line) => /^\| ([A-Z]\w+(?:, [A-Z]\w+)*) \|/.exec(line)?.[1]?.split(', ') ?? [])
  expect(rows.sort()).toEqual([...OPERATIONS.keys()].sort())
})
