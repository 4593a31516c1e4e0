import { execFileSync, spawn } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { type Check, projectRoot } from './checks.ts'

/** A check that is missing shows in fewer random cases than it takes to find what nobody thought of. */
const shorter = { SOUNDKEEP_CASES: '20000', SOUNDKEEP_SEED: '20261123' }

/** A copy of the sources, in which one file at a time is another. Who edits the sources meanwhile changes nothing in it. */
export function trialTree() {
  const root = mkdtempSync(join(tmpdir(), 'soundkeep-mutation-'))
  const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '-z'], {
    ...{ cwd: projectRoot, encoding: 'utf8' },
  })
  const paths = listed.split('\0').filter((path) => /^(functions|local|test|bin|lib|[^/]+\.(json|ts)$)/.test(path))
  for (const path of paths) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    copyFileSync(join(projectRoot, path), join(root, path))
  }
  symlinkSync(join(projectRoot, 'node_modules'), join(root, 'node_modules'))
  // The sources' own configuration, but for the dashboard that it builds before all tests.
  const config =
    "import { defineConfig } from 'vitest/config'\nexport default defineConfig({ test: { testTimeout: 60_000, hookTimeout: 60_000, maxWorkers: 2 } })\n"
  writeFileSync(join(root, 'vitest.mutation.ts'), config)

  return {
    /** @returns what puts the source back */
    apply({ path, start, end, replacement }: Check): () => void {
      const source = readFileSync(join(root, path), 'utf8')
      writeFileSync(join(root, path), source.slice(0, start) + replacement + source.slice(end))
      return () => writeFileSync(join(root, path), source)
    },
    /** Runs test files or folders until one test fails. */
    run(tests: readonly string[]): Promise<{ isPassed: boolean; output: string }> {
      const vitest = join(projectRoot, 'node_modules', 'vitest', 'vitest.mjs')
      const args = ['run', '--config', 'vitest.mutation.ts', '--bail', '1', '--reporter', 'dot', ...tests]
      const { VITEST: _, VITEST_WORKER_ID: __, NODE_OPTIONS: ___, ...env } = process.env
      const child = spawn(process.execPath, [vitest, ...args], {
        cwd: root,
        env: { ...env, ...shorter, NO_COLOR: '1' },
      })
      let output = ''
      for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += String(chunk)))
      return new Promise((resolve, reject) => {
        child.on('error', reject)
        child.on('close', (code) => resolve({ isPassed: code === 0, output }))
      })
    },
    remove: () => rmSync(root, { recursive: true, force: true }),
  }
}

export type TrialTree = ReturnType<typeof trialTree>
