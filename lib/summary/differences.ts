type Lines = ReadonlyMap<string, string>

/** Every leaf on a line of its own, under the path to it; items of lists by what they are, so that order tells nothing. */
function linesOf(value: unknown, path: string, into: Map<string, string>): Lines {
  if (typeof value !== 'object' || value === null) {
    into.set(path, JSON.stringify(value))
  } else if (Array.isArray(value)) {
    for (const item of value) into.set(`${path} [${JSON.stringify(item)}]`, '')
  } else {
    for (const [name, each] of Object.entries(value)) linesOf(each, path ? `${path} › ${name}` : name, into)
  }
  return into
}

/**
 * What is new and what is gone, each on a line that starts with `+` or `-`.
 * @param before a summary as it was committed
 * @param after the summary of the stacks as they are
 */
export function differences(before: unknown, after: unknown): string[] {
  const [old, now] = [linesOf(before, '', new Map()), linesOf(after, '', new Map())]
  const missing = (from: Lines, to: Lines, sign: string) =>
    [...from]
      .filter(([path, value]) => to.get(path) !== value)
      .map(([path, value]) => `${sign} ${path}${value && `: ${value}`}`)
  return [...missing(old, now, '-'), ...missing(now, old, '+')].sort((one, other) =>
    one.slice(2) < other.slice(2) ? -1 : 1,
  )
}
