import { Refusal } from '../problems/index.ts'

/**
 * An edit of settings is of what its editor saw, whole.
 * @param baseVersion the version of If-Match; undefined for `*`
 * @throws Refusal precondition_failed
 */
export function requireVersion({ version }: { version: number }, baseVersion: number | undefined): void {
  if (baseVersion === undefined || baseVersion === version) return
  throw new Refusal('precondition_failed', 'It was changed since you read it. Read it again and decide.')
}
