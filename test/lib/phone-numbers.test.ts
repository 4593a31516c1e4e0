import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'esbuild'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readNumber } from '../../functions/domain/routing/index.ts'
import { bundleOptions } from '../../lib/bundles/index.ts'

let folder = ''
let bundled: { readNumber: typeof readNumber }

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'soundkeep-numbers-'))
  const outfile = join(folder, 'routing.mjs')
  const entry = join(import.meta.dirname, '../../functions/domain/routing/index.ts')
  await build({ ...bundleOptions, entryPoints: [entry], outfile })
  bundled = await import(outfile)
})
afterAll(() => rm(folder, { recursive: true }))

describe('a number that a bundled function reads', () => {
  it.each([
    ['+1 202 555 0143', null],
    ['(202) 555-0143', 'US'],
    ['020 7946 0018', 'GB'],
    ['030 901820', 'DE'],
    ['sip:+15550100;npdi@host', null],
    ['1204', 'US'],
    ['+999 123', null],
    ['202 555 0143', 'XX'],
    ['202 555 0143', 'constructor'],
    ['anonymous', 'US'],
  ])('%s, of %s, is what the product reads', (text, country) => {
    expect(bundled.readNumber(text, country)).toEqual(readNumber(text, country))
  })

  it('is one at all', () => {
    expect(bundled.readNumber('(202) 555-0143', 'US').e164).toBe('+12025550143')
  })
})
