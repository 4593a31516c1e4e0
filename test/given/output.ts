import { vi } from 'vitest'

export type Output = {
  /** What was written to the process's output and error streams since, line by line. */
  lines(): string[]
  restore(): void
}

/** Listens to everything that this process writes, as CloudWatch does to a function's; it is not shown. */
export function listenToOutput(): Output {
  let text = ''
  const listen = (chunk: unknown) => {
    text += typeof chunk === 'string' ? chunk : new TextDecoder().decode(chunk as Uint8Array) // streams write one or the other
    return true
  }
  const spies = [process.stdout, process.stderr].map((stream) => vi.spyOn(stream, 'write').mockImplementation(listen))
  return {
    lines: () => text.split('\n').filter((line) => line !== ''),
    restore() {
      for (const spy of spies) spy.mockRestore()
    },
  }
}
