import type { ContextView } from './context.ts'
import { type Matcher, matcherOf, matches, type Piece } from './pattern.ts'

/** A stretch of a policy's text: a piece, or a variable whose value the request's context gives. */
export type Part = Piece | { readonly kind: 'variable'; readonly key: string; readonly fallback?: string }

/** A text of a policy with its wildcards and variables understood. */
export type Template = TemplateRules & {
  readonly source: string
  readonly parts: readonly Part[]
  /** Made once where there are no variables. */
  readonly matcher?: Matcher
}

type TemplateRules = { readonly ignoresCase: boolean; readonly byComponent: boolean }

/** How a text is to be read: which of wildcards and variables mean something in it, and how it is compared. */
export type TemplateSyntax = Partial<TemplateRules> & { readonly wildcards: boolean; readonly variables: boolean }

/** Variables that stand for the characters that otherwise have a meaning (IAM user guide, "Special characters"). */
const escapes = '*?$'

/**
 * The template in a text, or what is wrong with it. Variables are `${key}` and `${key, 'default'}` (IAM user guide, "IAM
 * policy elements: Variables and tags").
 */
export function readTemplate(source: string, syntax: TemplateSyntax): Template | { readonly fault: string } {
  const parts: Part[] = []
  let text = ''
  const flush = () => {
    if (text !== '') parts.push({ kind: 'text', text: cased(text, syntax) })
    text = ''
  }
  for (let at = 0; at < source.length; ) {
    const char = source.charAt(at)
    if (syntax.variables && source.startsWith('${', at)) {
      const variable = readVariable(source, at)
      if ('fault' in variable) return variable
      if (variable.escaped !== undefined) {
        text += variable.escaped
      } else {
        flush()
        const fallback = variable.fallback === undefined ? {} : { fallback: cased(variable.fallback, syntax) }
        parts.push({ kind: 'variable', key: variable.key.toLowerCase(), ...fallback })
      }
      at = variable.end
    } else {
      if (syntax.wildcards && (char === '*' || char === '?')) {
        flush()
        parts.push({ kind: char === '*' ? 'run' : 'one' })
      } else {
        text += char
      }
      at += 1
    }
  }
  flush()
  return templateOf(source, parts, syntax)
}

/** A template of parts that were read before, with its matcher where nothing is left open. */
export function templateOf(source: string, parts: readonly Part[], rules: Partial<TemplateRules>): Template {
  const { ignoresCase = false, byComponent = false } = rules
  const pieces = parts.filter(isPiece)
  const matcher = pieces.length === parts.length ? { matcher: matcherOf(pieces, byComponent) } : {}
  return { source, parts, ignoresCase, byComponent, ...matcher }
}

/** Whether the template matches the text with the context's values in its variables. */
export function matchesTemplate(template: Template, text: string, view: ContextView): boolean {
  const matcher = template.matcher ?? resolve(template, view)
  return matcher !== undefined && matches(matcher, template.ignoresCase ? text.toLowerCase() : text)
}

/**
 * What a variable stands for: the values of its key, else its default, else undefined, for which nothing is equal or like
 * (IAM user guide, "Policy variables with no value"). Wildcards in a value are plain characters: who can choose a value
 * cannot widen a policy with it. Empty values count as none, or two unknowns would be equal.
 */
export function pieceFor(
  variable: Part & { kind: 'variable' },
  view: ContextView,
  ignoresCase: boolean,
): Piece | undefined {
  const values = view.valuesOf(variable.key).filter((value) => value !== '')
  if (values.length === 0) {
    return variable.fallback === undefined ? undefined : { kind: 'text', text: variable.fallback }
  }
  const texts = ignoresCase ? values.map((value) => value.toLowerCase()) : values
  return { kind: 'oneOf', texts }
}

function resolve(template: Template, view: ContextView): Matcher | undefined {
  const pieces: Piece[] = []
  for (const part of template.parts) {
    const piece = isPiece(part) ? part : pieceFor(part, view, template.ignoresCase)
    if (piece === undefined) return undefined
    pieces.push(piece)
  }
  return matcherOf(pieces, template.byComponent)
}

/** The keys of a template's variables. */
export function keysIn(template: Template): string[] {
  return template.parts.flatMap((part) => (part.kind === 'variable' ? [part.key] : []))
}

export function isPiece(part: Part): part is Piece {
  return part.kind !== 'variable'
}

const cased = (text: string, { ignoresCase }: Partial<TemplateRules>) => (ignoresCase ? text.toLowerCase() : text)

type Variable = { end: number; key: string; escaped?: string; fallback?: string }

function readVariable(source: string, start: number): Variable | { fault: string } {
  const inner = start + 2
  const escaped = source.charAt(inner)
  if (escaped !== '' && escapes.includes(escaped) && source[inner + 1] === '}')
    return { end: inner + 2, key: '', escaped }
  let end = inner
  while (end < source.length && !"},'{$*?".includes(source.charAt(end))) end += 1
  const key = source.slice(inner, end)
  if (key.trim() === '') return { fault: `A variable has no name: write \${key}, or \${$}{ for the characters \${.` }
  if (key.trim() !== key) return { fault: `Remove the spaces around the name: write \${${key.trim()}}.` }
  if (source[end] === '}') return { end: end + 1, key }
  if (source[end] !== ',')
    return { fault: `The variable \${${key} is not closed: write \${${key}} or \${${key}, 'default'}.` }
  const opening = skipSpaces(source, end + 1)
  const closing = source[opening] === "'" ? source.indexOf("'", opening + 1) : -1
  const last = closing < 0 ? -1 : skipSpaces(source, closing + 1)
  if (last < 0 || source[last] !== '}')
    return { fault: `Write the default of \${${key}} in single quotes: \${${key}, 'default'}.` }
  return { end: last + 1, key, fallback: source.slice(opening + 1, closing) }
}

function skipSpaces(source: string, start: number): number {
  let at = start
  while (source[at] === ' ') at += 1
  return at
}
