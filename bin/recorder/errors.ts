import type { FieldError } from '../../functions/contract/index.ts'

/** What the command ends with; `--help` lists them. */
export const exitCodes = {
  done: 0,
  someFailed: 1,
  usage: 2,
  noConnection: 3,
  interrupted: 130,
} as const
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes]

/** The command was not given in a way that can be carried out; the message says what to do instead. */
export class UsageError extends Error {}

/** The recorder could not connect or was not let in at all. */
export class ConnectionError extends Error {}

/** The server understood a request and said no (RFC 9457). Asking again in the same way is no use. */
export class RefusedError extends Error {
  readonly status: number
  readonly code: string
  readonly fields: readonly FieldError[]

  constructor(problem: { status: number; code: string; message: string; fields: readonly FieldError[] }) {
    super(problem.message)
    this.status = problem.status
    this.code = problem.code
    this.fields = problem.fields
  }
}

/** Worth another try: the network failed, or the server is busy or broken for now. */
export class PassingError extends Error {
  /** As the server asked by Retry-After. */
  readonly waitMs: number | undefined

  constructor(message: string, options: { waitMs?: number | undefined; cause?: unknown } = {}) {
    super(message, { cause: options.cause })
    this.waitMs = options.waitMs
  }
}

/** Nobody answered at all. */
export class UnreachableError extends PassingError {}

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

/** The code of a system error (`ENOENT`, `ECONNREFUSED`), found through fetch's wrapping of it. */
export function systemCodeOf(error: unknown): string | undefined {
  for (let at = error; at instanceof Error; at = at.cause) {
    if ('code' in at && typeof at.code === 'string') return at.code
  }
  return undefined
}
