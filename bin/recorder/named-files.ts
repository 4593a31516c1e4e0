import { basename, dirname } from 'node:path'
import type { NamedCall, PlanProblem } from './calls.ts'
import type { NamePattern } from './name-pattern.ts'

/** Files given at the command line: one call, or with `each` a call a file. Paths are absolute. */
export function callsOfFiles(paths: readonly string[], each: boolean): NamedCall[] {
  const files = paths.map((path) => ({ path }))
  if (each) return files.map((file) => ({ source: basename(file.path), raw: {}, files: [file] }))
  const [first, ...rest] = paths
  const source =
    first === undefined ? 'the command line' : `${basename(first)}${rest.length > 0 ? ` and ${rest.length} more` : ''}`
  return [{ source, raw: {}, files }]
}

/** Files whose names say what they are; those of one name but for side and segment, in one folder, are one call. */
export function callsOfNames(
  paths: readonly string[],
  pattern: NamePattern,
): { calls: NamedCall[]; problems: PlanProblem[] } {
  const calls: NamedCall[] = []
  const problems: PlanProblem[] = []
  for (const path of paths) {
    const reading = pattern.read(path)
    const source = basename(path)
    if (!reading) {
      problems.push({ source, message: `its name is not of the form ${pattern.text}` })
      continue
    }
    const { raw, voice, segment, callKey } = reading
    const file = { path, segment, channels: voice === undefined ? undefined : [voice] }
    const isPart = pattern.hasSide || segment !== undefined
    calls.push({ source, raw, files: [file], callKey: isPart ? `${dirname(path)} ${callKey}` : undefined })
  }
  return { calls, problems }
}
