/** What could not be read, where, in words for whoever runs the recorder; it repeats no value of the document. */
export type Diagnostic = {
  /** Counted from 1 within the text as it was given; null where no line is to blame. */
  line: number | null
  message: string
}

/** A hostile document can be wrong in every byte; nobody reads past this many. */
const maxDiagnostics = 50

export class Diagnostics {
  readonly list: Diagnostic[] = []

  add(line: number | null, message: string): void {
    if (this.list.length < maxDiagnostics) this.list.push({ line, message })
  }

  /** What must be said, were it in the place of the last. */
  addLast(line: number | null, message: string): void {
    if (this.list.length === maxDiagnostics) this.list.pop()
    this.add(line, message)
  }
}
