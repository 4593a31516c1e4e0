/** A stretch of a pattern: fixed text, one character (`?`), any run of characters (`*`), or one of several texts. */
export type Piece =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'one' }
  | { readonly kind: 'run' }
  | { readonly kind: 'oneOf'; readonly texts: readonly string[] }

/**
 * A pattern made ready for matching. `byComponent`: neither wildcard crosses the first five colons of the text, so that
 * each of an ARN's six components is matched by itself, the last one taking all further colons (IAM user guide, "Amazon
 * Resource Name (ARN) condition operators").
 */
export type Matcher =
  | { readonly kind: 'everything' }
  | { readonly kind: 'exact'; readonly text: string }
  | { readonly kind: 'prefix'; readonly text: string }
  | { readonly kind: 'anyOf'; readonly texts: readonly string[] }
  | { readonly kind: 'codes'; readonly codes: readonly number[]; readonly byComponent: boolean }
  | { readonly kind: 'pieces'; readonly pieces: readonly Piece[]; readonly byComponent: boolean }

/** In a list of code points, which are never negative, the two wildcards. */
export const oneCode = -1
export const runCode = -2

const arnComponents = 6

/** The quickest matcher for these pieces. */
export function matcherOf(pieces: readonly Piece[], byComponent = false): Matcher {
  const joined = joinTexts(pieces)
  const [first, second] = joined
  if (first === undefined) return { kind: 'exact', text: '' }
  if (joined.length === 1 && first.kind === 'text') return { kind: 'exact', text: first.text }
  if (joined.length === 1 && first.kind === 'oneOf') return { kind: 'anyOf', texts: first.texts }
  if (!byComponent && joined.length === 1 && first.kind === 'run') return { kind: 'everything' }
  if (!byComponent && joined.length === 2 && first.kind === 'text' && second?.kind === 'run') {
    return { kind: 'prefix', text: first.text }
  }
  const codes = codesOf(joined)
  return codes === undefined ? { kind: 'pieces', pieces: joined, byComponent } : { kind: 'codes', codes, byComponent }
}

/** Whether the whole text matches. The time is at most the length of the pattern times that of the text. */
export function matches(matcher: Matcher, text: string): boolean {
  switch (matcher.kind) {
    case 'everything':
      return true
    case 'exact':
      return text === matcher.text
    case 'prefix':
      return text.startsWith(matcher.text)
    case 'anyOf':
      return matcher.texts.includes(text)
    case 'codes':
      return matchesCodes(matcher.codes, text, matcher.byComponent ? endOfColons(text) : 0)
    case 'pieces':
      return matchesPieces(matcher.pieces, text, matcher.byComponent ? endOfColons(text) : 0)
  }
}

/** The code points of pieces without alternatives, else undefined. */
export function codesOf(pieces: readonly Piece[]): number[] | undefined {
  const codes: number[] = []
  for (const piece of pieces) {
    if (piece.kind === 'oneOf') return undefined
    if (piece.kind === 'one') codes.push(oneCode)
    // Runs next to each other say no more than one.
    else if (piece.kind === 'run' && codes.at(-1) !== runCode) codes.push(runCode)
    else if (piece.kind === 'text') codes.push(...codePointsOf(piece.text))
  }
  return codes
}

export function codePointsOf(text: string): number[] {
  return Array.from(text, (char) => char.codePointAt(0) ?? 0)
}

function joinTexts(pieces: readonly Piece[]): readonly Piece[] {
  const joined: Piece[] = []
  for (const piece of pieces) {
    const last = joined.at(-1)
    const next: Piece = piece.kind === 'oneOf' && piece.texts.length === 1 ? text(piece.texts[0] ?? '') : piece
    if (next.kind === 'text' && last?.kind === 'text') joined[joined.length - 1] = text(last.text + next.text)
    else if (next.kind !== 'text' || next.text !== '') joined.push(next)
  }
  return joined
}

const text = (value: string): Piece => ({ kind: 'text', text: value })

/**
 * Matching that on failure goes back to the last run only: where that one was reached as early as possible, no earlier
 * run can help by taking more. That holds with barriers too, as every way to reach it has passed the same colons.
 */
function matchesCodes(codes: readonly number[], text: string, barrierEnd: number): boolean {
  let at = 0
  let next = 0
  let lastRun = -1
  let runEnd = 0
  while (at < text.length) {
    const code = text.codePointAt(at) ?? 0
    const wanted = codes[next]
    if (wanted === runCode) {
      lastRun = next
      runEnd = at
      next += 1
    } else if (wanted === code || (wanted === oneCode && !isBarrier(code, at, barrierEnd))) {
      next += 1
      at += unitsOf(code)
    } else if (lastRun >= 0) {
      const taken = text.codePointAt(runEnd) ?? 0
      if (isBarrier(taken, runEnd, barrierEnd)) return false
      runEnd += unitsOf(taken)
      at = runEnd
      next = lastRun + 1
    } else {
      return false
    }
  }
  while (codes[next] === runCode) next += 1
  return next === codes.length
}

/** Matching with alternatives: piece by piece, at which places in the text the pattern so far can have ended. */
function matchesPieces(pieces: readonly Piece[], text: string, barrierEnd: number): boolean {
  let ends = new Uint8Array(text.length + 1)
  ends[0] = 1
  for (const piece of pieces) {
    const nextEnds = new Uint8Array(text.length + 1)
    for (let at = 0; at <= text.length; at += 1) {
      if (piece.kind === 'run' && ends[at]) nextEnds[at] = 1
      if (!(piece.kind === 'run' ? nextEnds : ends)[at]) continue
      if (piece.kind === 'text' || piece.kind === 'oneOf') {
        for (const option of piece.kind === 'text' ? [piece.text] : piece.texts) {
          if (text.startsWith(option, at)) nextEnds[at + option.length] = 1
        }
      } else if (at < text.length) {
        const code = text.codePointAt(at) ?? 0
        if (!isBarrier(code, at, barrierEnd)) nextEnds[at + unitsOf(code)] = 1
      }
    }
    ends = nextEnds
  }
  return ends[text.length] === 1
}

const colon = 58

const isBarrier = (code: number, at: number, barrierEnd: number) => code === colon && at < barrierEnd

/** A character beyond the Basic Multilingual Plane is two units of a JavaScript text, and still one character to `?`. */
const unitsOf = (code: number) => (code > 0xffff ? 2 : 1)

/** The offset behind the colons that part an ARN's components. */
function endOfColons(text: string): number {
  let end = 0
  for (let colons = 1; colons < arnComponents; colons += 1) {
    const at = text.indexOf(':', end)
    if (at < 0) break
    end = at + 1
  }
  return end
}
