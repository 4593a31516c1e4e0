import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'esbuild'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runWhere } from '../../../bin/where/index.ts'
import { bundleOptions, entryPath } from '../../../lib/bundles/index.ts'

let folder: string
/** What a function writes that does not start, because nothing is set for it. */
let complaint: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'soundkeep-where-'))
  const outfile = join(folder, 'index.mjs')
  await build({ ...bundleOptions, entryPoints: [entryPath('sealer')], outfile })
  complaint = await new Promise((resolve) => {
    execFile(process.execPath, [outfile], { env: { AWS_REGION: 'us-east-1' } }, (_error, _out, errors) =>
      resolve(errors),
    )
  })
})

afterAll(() => rm(folder, { recursive: true }))

async function asked(...args: string[]) {
  const said: string[] = []
  const complaints: string[] = []
  const status = await runWhere(args, { say: (line) => said.push(line), complain: (line) => complaints.push(line) })
  return { status, said, complaints }
}

describe('npm run where', () => {
  it('tells of a frame in a function’s log which line of the sources it is', async () => {
    const [frame = ''] = /at .*index\.mjs:\d+:\d+\)?/.exec(complaint) ?? []
    const { status, said } = await asked('sealer', frame)
    expect(status).toBe(0)
    const [, path = '', line] = / is (\S+?):(\d+):\d+$/.exec(said[0] ?? '') ?? []
    expect(path).toBe('functions/entry/environment.ts')
    const source = await readFile(join(import.meta.dirname, '../../..', path), 'utf8')
    expect(source.split('\n')[Number(line) - 1]).toContain('is not set')
  })

  it('says of a place that no bundle has that it is not there', async () => {
    expect((await asked('sealer', '9999999:1')).said).toEqual(['9999999:1 is not in the bundle of this version'])
  })

  it.each([[[]], [['sealer']], [['nothing', '1:1']], [['sealer', 'here']], [['sealer', '1:1', '7']]])(
    'explains itself where it is asked %j',
    async (args) => {
      const { status, said, complaints } = await asked(...args)
      expect({ status, said }).toEqual({ status: 2, said: [] })
      expect(complaints[0]).toMatch(/^npm run where -- FUNCTION LINE:COLUMN/)
    },
  )

  it('explains itself when asked to', async () => {
    expect(await asked('--help')).toMatchObject({ status: 0, complaints: [] })
  })
})
