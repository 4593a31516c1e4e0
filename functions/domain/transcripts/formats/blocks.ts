/** Lines that stand together, with the number of the first, from 0. */
export type Block = { firstLine: number; lines: string[] }

/** Stretches of lines between empty ones, from the line `from` on. */
export function blocksOf(lines: readonly string[], from: number, isEmpty: (line: string) => boolean): Block[] {
  const blocks: Block[] = []
  let open: Block | undefined
  for (const [index, line] of lines.entries()) {
    if (index < from) continue
    if (isEmpty(line)) open = undefined
    else if (open) open.lines.push(line)
    else {
      open = { firstLine: index, lines: [line] }
      blocks.push(open)
    }
  }
  return blocks
}
