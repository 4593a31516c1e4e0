import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Stage, stages } from '../../lib/stages.ts'
import { differences, summarize } from '../../lib/summary/index.ts'
import { synthesize } from '../../lib/synthesis.ts'

export type World = {
  /** Where the summaries are committed. */
  folder: string
  say: (line: string) => void
  complain: (line: string) => void
}

const help = `npm run diff [-- --write]

Compares the stacks of every stage with their summaries in docs/templates: what there is, who may do what, what can be
reached. With --write the summaries become those of the stacks as they are, for the change to be reviewed.`

/** @returns 0: nothing differs, or it was written; 1: something does; 2: there is no such option */
export async function runDiff(args: readonly string[], world: World): Promise<0 | 1 | 2> {
  const [option, ...more] = args
  if (more.length > 0 || (option !== undefined && option !== '--write')) {
    const isAsked = option === '--help' || option === '-h'
    world[isAsked ? 'say' : 'complain'](help)
    return isAsked ? 0 : 2
  }
  let found = 0
  for (const stage of stages) found += await compare(stage, option === '--write', world)
  if (found === 0 || option === '--write') return 0
  world.say(`${found} lines differ. Where that is meant, write it down with "npm run diff -- --write" and commit it.`)
  return 1
}

/** @returns how many lines differ */
async function compare(stage: Stage, isWritten: boolean, { folder, say }: World): Promise<number> {
  const path = join(folder, `${stage.name}.summary.json`)
  const summary = summarize(synthesize(stage))
  const text = await readFile(path, 'utf8').catch(() => '{}')
  const lines = differences(JSON.parse(text), summary)
  say(`${stage.name}: ${lines.length === 0 ? 'as it was committed.' : 'differs from what was committed.'}`)
  if (isWritten) await writeFile(path, `${JSON.stringify(summary, null, 2)}\n`)
  else for (const line of lines) say(line)
  return lines.length
}
