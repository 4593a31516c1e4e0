/** Where in a policy's JSON something is written, broken or not. */
export type JsonPlace = {
  /** Names and, in lists, `[]`: `['Statement', '[]', 'Effect']`. */
  path: readonly string[]
  /** Whether a name is written there, rather than a value. */
  isName: boolean
  /** Where what is being written begins and ends, its quotes included. */
  from: number
  to: number
  /** What of it stands before the cursor, without quotes. */
  typed: string
  /** Names that the object has already. */
  siblings: ReadonlySet<string>
}

type Frame = { isList: boolean; name: string | null; names: Set<string> }

const token = /"(?:[^"\\\n]|\\.)*"?|[^\s"{}[\]:,]+|[{}[\]:,]/g

const unquoted = (text: string): string => text.replace(/^"|"$/g, '')

/** What is written at an offset of a text that may not be whole yet: what stands before it decides. */
export function placeAt(text: string, offset: number): JsonPlace {
  const frames: Frame[] = []
  /** Whether the next thing in the innermost object is a value. */
  let isValue = true
  let open: { from: number; to: number } | undefined
  let last: string | undefined
  for (const match of text.matchAll(token)) {
    const [piece] = match
    const from = match.index
    if (from >= offset) break
    const to = from + piece.length
    const isWord = !/^[{}[\]:,]$/.test(piece)
    const isClosed = piece.startsWith('"') && piece.length > 1 && piece.endsWith('"') && !piece.endsWith('\\"')
    if (isWord && (offset < to || (offset === to && !isClosed))) {
      open = { from, to }
      break
    }
    const frame = frames.at(-1)
    if (piece === '{' || piece === '[') {
      frames.push({ isList: piece === '[', name: null, names: new Set() })
      isValue = piece === '['
    } else if (piece === '}' || piece === ']') {
      frames.pop()
      isValue = frames.at(-1)?.isList ?? true
    } else if (piece === ':' && frame && last !== undefined) {
      frame.name = last
      frame.names.add(last)
      isValue = true
    } else if (piece === ',' && frame) {
      if (!frame.isList) frame.name = null
      isValue = frame.isList
    }
    last = isWord ? unquoted(piece) : undefined
  }
  const path = frames.flatMap((frame) => (frame.isList ? ['[]'] : frame.name === null ? [] : [frame.name]))
  const from = open?.from ?? offset
  return {
    path,
    isName: !isValue && frames.length > 0,
    from,
    to: open?.to ?? offset,
    typed: unquoted(text.slice(from, offset)),
    siblings: frames.at(-1)?.names ?? new Set(),
  }
}

/** Where a statement begins, counted from 0; both numbers count from 1. The beginning for one that is not there. */
export function statementPosition(text: string, index: number): { line: number; column: number } {
  let seen = -1
  for (const match of text.matchAll(/\{/g)) {
    const { path, isName } = placeAt(text, match.index)
    const isStatement =
      !isName && path[0] === 'Statement' && (path.length === 1 || (path.length === 2 && path[1] === '[]'))
    if (isStatement) seen += 1
    if (!isStatement || seen !== index) continue
    const before = text.slice(0, match.index).split('\n')
    return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 }
  }
  return { line: 1, column: 1 }
}
