import { type JsonNode, type Position, positionAt } from './json.ts'

export type PolicyIssueCode =
  | 'tooLarge'
  | 'notJson'
  | 'wrongType'
  | 'missing'
  | 'duplicate'
  | 'unknownElement'
  | 'notSupported'
  | 'unknownValue'
  | 'tooMany'
  | 'empty'
  | 'unknownAction'
  | 'unknownOperator'
  | 'unknownKey'
  | 'wrongValue'
  | 'notAllowed'

/** What is wrong with a policy, and what to do: messages are for the person who wrote it. */
export type PolicyIssue = {
  readonly code: PolicyIssueCode
  /** The JSON path, such as `$.Statement[0].Effect`. */
  readonly path: string
  /** Where in the text, if the policy came as text. */
  readonly position?: Position
  readonly message: string
}

/** More would help nobody: the first ones are mended first. */
const maxIssues = 20

export type Place = Pick<JsonNode, 'path' | 'offset'>

/** Collects issues, the first ones in the order found. */
export class Issues {
  readonly found: PolicyIssue[] = []
  readonly #text: string | undefined

  constructor(text?: string) {
    this.#text = text
  }

  add(code: PolicyIssueCode, { path, offset }: Place, message: string): void {
    if (this.found.length >= maxIssues) return
    const position =
      this.#text === undefined || offset === undefined ? {} : { position: positionAt(this.#text, offset) }
    this.found.push({ code, path, ...position, message })
  }
}
