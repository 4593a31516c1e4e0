import type { Check } from './checks.ts'
import { testsFor } from './related.ts'
import type { TrialTree } from './trial-tree.ts'

export type Outcome = { check: Check; by: string | undefined }

/**
 * Takes each check out in turn and runs the tests that speak of it. `by` says which stage noticed; undefined: nothing did.
 * Test files that fail without any change prove nothing and are left out.
 */
export async function* runChecks(
  tree: TrialTree,
  checks: readonly Check[],
  say: (line: string) => void,
): AsyncGenerator<Outcome> {
  const passing = new Map<string, Promise<string[]>>()
  /** All at once where all of them pass, as they should; else one by one. */
  async function passingOf(files: readonly string[]): Promise<string[]> {
    if (files.length === 0 || (await tree.run(files)).isPassed) return [...files]
    const good: string[] = []
    for (const file of files) {
      if ((await tree.run([file])).isPassed) good.push(file)
      else say(`${file} fails without any change, and proves nothing`)
    }
    return good
  }
  function passes(files: readonly string[]): Promise<string[]> {
    const known = passing.get(files.join()) ?? passingOf(files)
    passing.set(files.join(), known)
    return known
  }
  for (const check of checks) {
    let by: string | undefined
    for (const stage of testsFor(check.path)) {
      const files = by === undefined ? await passes(stage) : []
      if (files.length === 0) continue
      const restore = tree.apply(check)
      const { isPassed, output } = await tree.run(files)
      restore()
      if (!isPassed) by = /FAIL\s+(\S+)/.exec(output)?.[1] ?? files[0]
    }
    yield { check, by }
  }
}
