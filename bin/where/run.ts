import { SourceMap } from 'node:module'
import { join, relative, resolve } from 'node:path'
import { build } from 'esbuild'
import { bundleOptions, entryNames, entryPath } from '../../lib/bundles/index.ts'

export type World = { say: (line: string) => void; complain: (line: string) => void }

const root = join(import.meta.dirname, '..', '..')

const help = `npm run where -- FUNCTION LINE:COLUMN...

Tells which line of the sources a place in a function's bundle comes from, as faults in its log name them ("error.at":
"at o (file:///var/task/index.mjs:482:36895)"). Bundles are made anew, so check out the version that is deployed.

FUNCTION is one of ${entryNames.join(', ')}.`

/** @returns 0; 2 for what it cannot be asked */
export async function runWhere([name, ...places]: readonly string[], { say, complain }: World): Promise<0 | 2> {
  const isAsked = name === '--help' || name === '-h'
  const positions = places.map(readPosition)
  if (name === undefined || !entryNames.includes(name) || positions.length === 0 || positions.includes(undefined)) {
    ;(isAsked ? say : complain)(help)
    return isAsked ? 0 : 2
  }
  const bundle = await bundleOf(name)
  for (const position of positions) if (position) say(wordsOf(bundle, position))
  return 0
}

type Position = { line: number; column: number }

/** Both count from 1, as V8 writes them; what stands before them in a frame may stay. */
function readPosition(text: string): Position | undefined {
  const [, line, column] = /(?:^|:)(\d{1,7}):(\d{1,7})\)?$/.exec(text) ?? []
  return line === undefined || column === undefined ? undefined : { line: Number(line), column: Number(column) }
}

type Bundle = { lines: readonly string[]; map: SourceMap }

/** The bundle as it is deployed: esbuild makes the same of the same, with a map or without. */
async function bundleOf(name: string): Promise<Bundle> {
  const { outputFiles } = await build({
    ...bundleOptions,
    ...{ entryPoints: [entryPath(name)], absWorkingDir: root, outfile: join(root, 'index.mjs') },
    ...{ sourcemap: 'external', write: false },
  })
  const textOf = (ending: string) => outputFiles.find(({ path }) => path.endsWith(ending))?.text ?? ''
  return { lines: textOf('.mjs').split('\n'), map: new SourceMap(JSON.parse(textOf('.map'))) }
}

function wordsOf({ lines, map }: Bundle, { line, column }: Position): string {
  const isThere = column <= (lines[line - 1] ?? '').length
  const found = map.findEntry(line - 1, column - 1)
  if (!isThere || !('originalSource' in found)) return `${line}:${column} is not in the bundle of this version`
  const { originalSource, originalLine, originalColumn } = found
  return `${line}:${column} is ${relative(root, resolve(root, originalSource))}:${originalLine + 1}:${originalColumn + 1}`
}
