import { execFileSync } from 'node:child_process'
import { parseArgs } from 'node:util'
import { hashOf } from '../api/isolation/random.ts'
import { allChecks, type Check, projectRoot } from './checks.ts'
import { runChecks } from './run-checks.ts'
import { trialTree } from './trial-tree.ts'

/**
 * Takes out each check of a permission in turn, in a copy, and asks that a test notices. `--since <commit>` takes those of
 * files that changed since then, `--only <text>` those whose id holds the text, `--most <n>` a share of that size, another
 * one for each `--seed`; `--list` names them.
 */
const { values: options } = parseArgs({
  options: {
    ...{ since: { type: 'string' }, only: { type: 'string' }, most: { type: 'string' } },
    ...{ seed: { type: 'string', default: '1' }, list: { type: 'boolean', default: false } },
  },
})

function chosen(): Check[] {
  const { since, only, most, seed } = options
  const changed =
    since === undefined
      ? undefined
      : execFileSync('git', ['diff', '--name-only', since], { cwd: projectRoot, encoding: 'utf8' }).split('\n')
  const asked = allChecks()
    .filter(({ path }) => changed?.includes(path) ?? true)
    .filter(({ id }) => only === undefined || id.includes(only))
  if (most === undefined) return asked
  return asked.sort((one, other) => hashOf(seed + one.id) - hashOf(seed + other.id)).slice(0, Number(most))
}

const checks = chosen()
if (options.list) {
  for (const { id } of checks) console.log(id)
  process.exit(0)
}
const tree = trialTree()
const survivors: Check[] = []
const begun = performance.now()
for await (const { check, by } of runChecks(tree, checks, (line) => console.log(`  ${line}`))) {
  console.log(`${by === undefined ? 'NOT NOTICED' : 'noticed    '} ${check.id}${by === undefined ? '' : ` by ${by}`}`)
  if (by === undefined) survivors.push(check)
}
tree.remove()
const minutes = ((performance.now() - begun) / 60_000).toFixed(1)
console.log(`${checks.length} checks taken out in ${minutes} min; ${survivors.length} that no test noticed`)
for (const { id } of survivors) console.log(`  ${id}`)
process.exit(survivors.length > 0 ? 1 : 0)
