import { execFileSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { hashOf } from '../api/isolation/random.ts'
import { allChecks, type Check, callsIn, projectRoot } from './checks.ts'
import { testsFor } from './related.ts'
import { runChecks } from './run-checks.ts'
import { trialTree } from './trial-tree.ts'

const most = 3
const budgetMs = 60_000

describe('the checks of permissions', () => {
  it('are found: calls by their name, and what is written out by its text', () => {
    const source = "async function f() { await requireDo(a, 'b', c); if (!mayDo(a, 'b', c)) throw notFound() }"
    const found = callsIn('f.ts', source)
    expect(found.map(({ what, replacement }) => [what, replacement])).toEqual([
      ['requireDo(...)', ';'],
      ['mayDo(...)', 'true'],
    ])
    const all = allChecks()
    expect(all.length).toBeGreaterThan(150)
    expect(new Set(all.map(({ id }) => id)).size).toBeGreaterThan(all.length - 10)
  })

  it('are each spoken of by tests', () => {
    for (const path of new Set(allChecks().map((check) => check.path))) {
      const stages = testsFor(path)
      expect(stages.flat().length, path).toBeGreaterThan(0)
    }
  })

  it('leave nothing unnoticed when they are taken out: those that the last commit touched, else a share', async () => {
    const begun = performance.now()
    const tree = trialTree()
    try {
      const unnoticed: string[] = []
      for await (const { check, by } of runChecks(tree, chosen(), () => {})) {
        if (by === undefined) unnoticed.push(check.id)
        if (performance.now() - begun > budgetMs) break
      }
      expect(unnoticed).toEqual([])
    } finally {
      tree.remove()
    }
  }, 300_000)
})

/** `npm run test:mutation` tries all of them. */
function chosen(): Check[] {
  // Rooms whose tests in memory notice: those of the whole cloud take long for each check.
  const quick = allChecks().filter(({ path }) => /domain\/(permissions|people|tenancy)/.test(path))
  const changed = changedFiles()
  const touched = quick.filter(({ path }) => changed.includes(path))
  const all = touched.length > 0 ? touched : quick
  return all.sort((one, other) => hashOf(one.id) - hashOf(other.id)).slice(0, most)
}

/** None in a clone that knows no commit before. */
function changedFiles(): string[] {
  try {
    const told = execFileSync('git', ['diff', '--name-only', 'HEAD~1'], {
      ...{ cwd: projectRoot, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] },
    })
    return told.split('\n')
  } catch {
    return []
  }
}
