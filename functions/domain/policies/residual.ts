import { isMet } from './condition.ts'
import { type Context, type ContextView, viewOf } from './context.ts'
import type { Evaluation } from './evaluate.ts'
import type { Quantifier, Test } from './operators.ts'
import { codesOf, type Piece } from './pattern.ts'
import type { Effect, Policy, Selection, Statement } from './policy.ts'
import { all, always, any, never, not } from './residual-logic.ts'
import { anyCasePattern, matchesAnyCase } from './rules.ts'
import { coversShape, meetsShape, type ResourceShape, shapeCodes } from './shape.ts'
import { isPiece, matchesTemplate, type Part, pieceFor, type Template, templateOf } from './template.ts'

/**
 * What policies still ask of an item once the rest of the request is known: true for exactly the items that `evaluate`
 * would allow. The leaves are what a query has to find.
 */
export type Residual =
  | { readonly kind: 'always' }
  | { readonly kind: 'never' }
  | { readonly kind: 'all' | 'any'; readonly of: readonly Residual[] }
  | { readonly kind: 'not'; readonly of: Residual }
  /** The item has a value of the key (in lower case). */
  | { readonly kind: 'has'; readonly key: string }
  | ResidualCondition
  /** The item's resource matches; known variables are filled in. */
  | { readonly kind: 'resource'; readonly pattern: Template }

/**
 * A value of the item's key (in lower case) matches one of the operands; a missing key never does, but for an absence test,
 * which asks for that. With a quantifier it is `ForAllValues` or `ForAnyValue`, each match turned round if negated; without
 * one it is never negated: a `not` stands around it instead. A text operand can have a variable left, for a key of the item.
 */
export type ResidualCondition = {
  readonly kind: 'condition'
  readonly key: string
  readonly test: Test
  readonly quantifier: Quantifier
  readonly negated: boolean
}

export type PartialEvaluation = Omit<Evaluation, 'request'> & {
  readonly request: {
    readonly action: string
    /** What is known of the resource's name. */
    readonly resource: string | ResourceShape
    /** What is known: all keys but the unknown ones. */
    readonly context: Context
    /** The keys that each item has its own value of, as patterns with `*`. */
    readonly unknownKeys: readonly string[]
  }
}

/** More resources than this out of one pattern with multivalued variables stay one pattern. */
const maxExpansion = 200

/** The simplified expression that decides for each item; linear in the policies, but for patterns times resource. */
export function residualOf({ policies, boundaries, request }: PartialEvaluation): Residual {
  const unknown = request.unknownKeys.map(anyCasePattern)
  const { resource } = request
  const asked: Asked = {
    action: request.action,
    shape: shapeCodes(typeof resource === 'string' ? [resource] : resource),
    view: viewOf(request.context),
    isUnknown: (key) => unknown.some((pattern) => matchesAnyCase(pattern, key)),
  }
  const sets = [policies, ...boundaries]
  return all([
    ...sets.map((set) => any(applying('allow', set, asked))),
    not(any(sets.flatMap((set) => applying('deny', set, asked)))),
  ])
}

/**
 * Whether the residual is true of an item.
 *
 * @param item Its resource, and the whole context: what was known and the item's own values.
 */
export function isTrueOf(residual: Residual, item: { resource: string; context: Context }): boolean {
  return holds(residual, item.resource, viewOf(item.context))
}

/** The texts that a template without wildcards can equal, in lower case if it ignores case; else undefined. */
export function textsOf({ parts }: Template): readonly string[] | undefined {
  const expanded = expansions(parts)
  if (expanded === undefined) return undefined
  const texts: string[] = []
  for (const pieces of expanded) {
    let text = ''
    for (const piece of pieces) {
      if (piece.kind !== 'text') return undefined
      text += piece.text
    }
    texts.push(text)
  }
  return texts
}

type Asked = {
  readonly action: string
  readonly shape: readonly number[]
  readonly view: ContextView
  readonly isUnknown: (key: string) => boolean
}

function applying(effect: Effect, policies: readonly Policy[], asked: Asked): Residual[] {
  return policies.flatMap(({ statements }) =>
    statements.filter((one) => one.effect === effect).map((statement) => statementResidual(statement, asked)),
  )
}

function statementResidual({ actions, resources, conditions }: Statement, asked: Asked): Residual {
  const isAsked = actions.patterns.some((pattern) => matchesTemplate(pattern, asked.action, asked.view))
  if (isAsked === actions.except) return never
  return all([
    selectionResidual(resources, asked),
    ...conditions.map((condition) => conditionResidual(condition, asked)),
  ])
}

function selectionResidual({ except, patterns }: Selection, asked: Asked): Residual {
  const matching = any(patterns.flatMap((pattern) => patternResiduals(pattern, asked)))
  return except ? not(matching) : matching
}

function patternResiduals(pattern: Template, asked: Asked): Residual[] {
  const bound = bind(pattern, asked)
  if (bound === undefined) return []
  const expanded = expansions(bound.parts)
  if (expanded === undefined) return [{ kind: 'resource', pattern: bound }]
  return expanded.map((pieces) => {
    const codes = codesOf(pieces) ?? []
    if (!meetsShape(codes, asked.shape)) return never
    if (coversShape(codes, asked.shape)) return always
    return { kind: 'resource', pattern: templateOf(pattern.source, pieces, pattern) }
  })
}

function conditionResidual(condition: Statement['conditions'][number], asked: Asked): Residual {
  const { key, quantifier, negated, ifExists } = condition
  const test = bindTest(condition.test, asked)
  const isOpen = test.kind === 'text' && test.operands.some((operand) => operand.matcher === undefined)
  if (!asked.isUnknown(key) && !isOpen) return isMet(condition, asked.view) ? always : never
  const isPlain = quantifier === 'none'
  // Nothing is equal to or like no value: such a test has no operands left.
  const isVain = isPlain && test.operands.length === 0
  const leaf: Residual = isVain ? never : { kind: 'condition', key, test, quantifier, negated: negated && !isPlain }
  const tested = negated && isPlain ? not(leaf) : leaf
  if (!ifExists) return tested
  if (asked.isUnknown(key)) return any([not({ kind: 'has', key }), tested])
  return asked.view.valuesOf(key).length === 0 ? always : tested
}

function bindTest(test: Test, asked: Asked): Test {
  if (test.kind !== 'text') return test
  return { kind: 'text', operands: test.operands.flatMap((operand) => bind(operand, asked) ?? []) }
}

/** The template with the known variables filled in; undefined if one has no value, so that nothing matches. */
function bind(template: Template, { view, isUnknown }: Asked): Template | undefined {
  if (template.matcher !== undefined) return template
  const parts: Part[] = []
  for (const part of template.parts) {
    const bound = isPiece(part) || isUnknown(part.key) ? part : pieceFor(part, view, template.ignoresCase)
    if (bound === undefined) return undefined
    parts.push(bound)
  }
  return templateOf(template.source, parts, template)
}

/** The parts with each choice made in turn; undefined if a variable is left or the choices are too many. */
function expansions(parts: readonly Part[]): (readonly Piece[])[] | undefined {
  let expanded: (readonly Piece[])[] = [[]]
  for (const part of parts) {
    if (!isPiece(part)) return undefined
    const choices: readonly Piece[] =
      part.kind === 'oneOf' ? part.texts.map((text) => ({ kind: 'text', text })) : [part]
    if (expanded.length * choices.length > maxExpansion) return undefined
    expanded = expanded.flatMap((pieces) => choices.map((choice) => [...pieces, choice]))
  }
  return expanded
}

function holds(residual: Residual, resource: string, view: ContextView): boolean {
  switch (residual.kind) {
    case 'always':
      return true
    case 'never':
      return false
    case 'all':
      return residual.of.every((one) => holds(one, resource, view))
    case 'any':
      return residual.of.some((one) => holds(one, resource, view))
    case 'not':
      return !holds(residual.of, resource, view)
    case 'has':
      return view.valuesOf(residual.key).length > 0
    case 'condition':
      return isMet({ ...residual, ifExists: false }, view)
    case 'resource':
      return matchesTemplate(residual.pattern, resource, view)
  }
}
