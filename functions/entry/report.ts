/** One line of what went wrong and where, without the error's message: it may hold words of a request. */
export function reportFault({ error, ...about }: { error: unknown } & Record<string, unknown>): void {
  const isError = error instanceof Error
  const frames = isError ? (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line)) : []
  const name = isError ? error.name : typeof error
  console.error(
    JSON.stringify({ level: 'ERROR', ...about, error: name, at: frames.slice(0, 8).map((at) => at.trim()) }),
  )
}
