import type { Residual } from './residual.ts'

export const always: Residual = { kind: 'always' }
export const never: Residual = { kind: 'never' }

/** All of them, without what adds nothing. */
export const all = (residuals: readonly Residual[]) => joined('all', residuals, never, always)

/** Any of them, without what adds nothing. */
export const any = (residuals: readonly Residual[]) => joined('any', residuals, always, never)

export function not(residual: Residual): Residual {
  switch (residual.kind) {
    case 'always':
      return never
    case 'never':
      return always
    case 'not':
      return residual.of
    default:
      return { kind: 'not', of: residual }
  }
}

function joined(kind: 'all' | 'any', residuals: readonly Residual[], settling: Residual, idle: Residual): Residual {
  const kept: Residual[] = []
  for (const residual of residuals) {
    if (residual.kind === settling.kind) return settling
    if (residual.kind === kind) kept.push(...residual.of)
    else if (residual.kind !== idle.kind) kept.push(residual)
  }
  const [first] = kept
  if (first === undefined) return idle
  return kept.length === 1 ? first : { kind, of: kept }
}
