import { codePointsOf, oneCode, runCode } from './pattern.ts'

/** What is known of names not seen yet: texts, and between them parts that can be anything. */
export type ResourceShape = readonly (string | { readonly unknown: string })[]

/** In a shape's codes, the part that can be anything. */
const holeCode = -3

export function shapeCodes(shape: ResourceShape): number[] {
  return shape.flatMap((part) => (typeof part === 'string' ? codePointsOf(part) : [holeCode]))
}

/** Whether the pattern matches every name of the shape, as far as can be said: only a run takes in a whole unknown part. */
export function coversShape(pattern: readonly number[], shape: readonly number[]): boolean {
  return meet(pattern, shape, false)
}

/** Whether the pattern matches some name of the shape. */
export function meetsShape(pattern: readonly number[], shape: readonly number[]): boolean {
  return meet(pattern, shape, true)
}

/**
 * Walks both at once: which places of the pattern can be reached together with which of the shape. Each pair is visited
 * once, so the time is the one's length times the other's.
 */
function meet(pattern: readonly number[], shape: readonly number[], canFill: boolean): boolean {
  const width = shape.length + 1
  const seen = new Uint8Array((pattern.length + 1) * width)
  const open: [next: number, at: number][] = [[0, 0]]
  for (let pair = open.pop(); pair !== undefined; pair = open.pop()) {
    const [next, at] = pair
    const wanted = pattern[next]
    const there = shape[at]
    if (wanted === undefined && there === undefined) return true
    if (seen[next * width + at]) continue
    seen[next * width + at] = 1
    if (wanted === runCode) {
      open.push([next + 1, at])
      if (there !== undefined) open.push([next, at + 1])
    }
    if (there === holeCode) {
      if (canFill) open.push([next, at + 1])
      // The unknown part can hold just the character that the pattern wants.
      if (canFill && wanted !== undefined && wanted !== runCode) open.push([next + 1, at])
    } else if (there !== undefined && (wanted === there || wanted === oneCode)) {
      open.push([next + 1, at + 1])
    }
  }
  return false
}
