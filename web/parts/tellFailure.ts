import { wordsOf } from '../api/index.ts'
import { notify } from '../ui/index.ts'

/** Says in passing that something failed, and what to do. */
export function tellFailure(error: unknown): void {
  const { title, advice } = wordsOf(error)
  notify({ title, message: advice, isFailure: true })
}
