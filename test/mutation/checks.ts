import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type CallExpression, parseSync, Visitor } from 'oxc-parser'
import { specialChecks } from './special-checks.ts'

export const projectRoot = join(import.meta.dirname, '..', '..')

/** A place where something is permitted or refused, and what stands there without that check. */
export type Check = { id: string; path: string; what: string; start: number; end: number; replacement: string }

/**
 * What checks are called, and what a call of each comes down to where nothing is checked. A call that stands as a statement
 * goes altogether.
 */
const withoutCheck: Readonly<Record<string, (source: string) => string>> = {
  ...always(
    'true',
    ...['mayDo', 'mayAtAll', 'permits', 'reaches', 'feeds', 'mayFeed', 'isWithin', 'isInScope', 'mayOf', 'maySee'],
    ...[
      'mayHaveRole',
      'coversRoutes',
      'isEditable',
      'mayEdit',
      'isOwnSignIn',
      'isReadable',
      'reachesListed',
      'isEditor',
    ],
  ),
  ...always('false', 'isClosedTo'),
  ...always('undefined', 'denialOf', 'turnedOff', 'switchedOff', 'fieldDenial', 'fillInDenial'),
  // Somebody's own grant, and no boundary.
  grantsOf: (source) => `${source}.slice(0, 1)`,
}

/** Refuse by throwing. */
const refusing = [
  ...['requireDo', 'requireMake', 'requireEditable', 'requireGrantable', 'requireVersion', 'requireSecondFactor'],
  ...['requireNotOwnGroup', 'requireNotOwnPolicy', 'requireNotOwnAgents', 'requireMayRename', 'requireOwnSignIn'],
  ...['requireOwnRoutes', 'requireIngest', 'requireUntouched', 'requireInUse', 'refuseTurnedOff', 'refuseEnded'],
  ...['requireFields', 'requireCategories', 'refuseHeld', 'refuseGain', 'requireEditors'],
]

function always(value: string, ...names: string[]): Record<string, () => string> {
  return Object.fromEntries(names.map((name) => [name, () => value]))
}

const folders = ['functions/domain', 'functions/http']

/** Every check of the product, in the order of the files. @throws Error for a special check that is not there just once */
export function allChecks(): Check[] {
  const paths = folders
    .flatMap((folder) => globSync(`${folder}/**/*.ts`, { cwd: projectRoot }))
    .map((path) => path.replaceAll('\\', '/'))
    // What is a policy, and what one says, is held to a second evaluator.
    .filter((path) => !path.startsWith('functions/domain/policies/'))
    .sort()
  return [...paths.flatMap((path) => callsIn(path, read(path))), ...specialChecks.map(special)]
}

const read = (path: string) => readFileSync(join(projectRoot, path), 'utf8')

/** @throws Error for a source that does not parse */
export function callsIn(path: string, source: string): Check[] {
  const { program, errors } = parseSync(path, source)
  const [error] = errors
  if (error) throw new Error(`${path} does not parse: ${error.message}`)
  const lineOf = (start: number) => source.slice(0, start).split('\n').length
  const found: Check[] = []
  const add = (name: string, start: number, end: number, replacement: string) =>
    void found.push({ id: `${path}:${lineOf(start)}:${name}`, path, what: `${name}(...)`, start, end, replacement })
  const nameOf = ({ callee }: CallExpression) => (callee.type === 'Identifier' ? callee.name : '')
  new Visitor({
    ExpressionStatement({ expression, start, end }) {
      const call = expression.type === 'AwaitExpression' ? expression.argument : expression
      if (call.type === 'CallExpression' && refusing.includes(nameOf(call))) add(nameOf(call), start, end, ';')
    },
    CallExpression(call) {
      const without = withoutCheck[nameOf(call)]
      if (without) add(nameOf(call), call.start, call.end, without(source.slice(call.start, call.end)))
    },
  }).visit(program)
  return found
}

function special({ path, what, from, to }: (typeof specialChecks)[number]): Check {
  const [before = '', ...after] = read(path).split(from)
  if (after.length !== 1) throw new Error(`“${from}” is ${after.length} times in ${path}: correct special-checks.ts`)
  const start = before.length
  return {
    id: `${path}:${before.split('\n').length}:${what}`,
    path,
    what,
    start,
    end: start + from.length,
    replacement: to,
  }
}
