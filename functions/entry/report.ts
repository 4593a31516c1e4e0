import { count, logAnswer, logFault } from '../adapters/telemetry/index.ts'
import { isDenial } from '../http/index.ts'
import type { AnsweredRequest } from '../ports/index.ts'

/** A line of what went wrong and where, and one more in the count of faults. */
export function reportFault({ error, ...about }: { error: unknown } & Record<string, unknown>): void {
  logFault(error, about)
  count('Faults')
}

export function reportAnswer(answered: AnsweredRequest): void {
  logAnswer(answered)
  if (answered.code !== null && isDenial(answered.code)) count('Denials')
}

/** Thrown when all that went wrong has been reported already. */
export class ReportedFault extends Error {
  override readonly name = 'ReportedFault'
}

/**
 * A function that events start. Lambda writes into the log whatever such a function throws, with its message: what leaves
 * here was reported, and says no more than the error's name.
 */
export function wordless<Parameters extends unknown[], R>(
  run: (...parameters: Parameters) => Promise<R>,
): (...parameters: Parameters) => Promise<R> {
  return async (...parameters) => {
    try {
      return await run(...parameters)
    } catch (error) {
      if (error instanceof ReportedFault) throw error
      reportFault({ error })
      throw new ReportedFault(`It was reported: ${error instanceof Error ? error.name : typeof error}`)
    }
  }
}
