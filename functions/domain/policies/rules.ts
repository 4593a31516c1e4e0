import { viewOf } from './context.ts'
import type { Issues, Place } from './issue.ts'
import { matchesTemplate, readTemplate, type Template } from './template.ts'

/** What a policy may be, as the one who keeps policies decides. */
export type PolicyOptions = {
  /** Refuse a statement that allows all resources but some. */
  readonly forbidAllowWithNotResource?: boolean
  /** The actions there are; a pattern that matches none of them is refused. */
  readonly knownActions?: readonly string[]
  /** The condition keys there are, as patterns with `*`; others are refused, in variables too. */
  readonly knownKeys?: readonly string[]
  /** The size of the policy's text in UTF-8. */
  readonly maxBytes?: number
  readonly maxStatements?: number
}

export type PolicyRules = {
  readonly forbidAllowWithNotResource: boolean
  readonly maxBytes: number
  readonly maxStatements: number
  /** What is wrong with an action's pattern: one that cannot be read, or that is of no use. */
  readonly actionFault: (pattern: string) => { code: 'wrongValue' | 'unknownAction'; message: string } | undefined
  readonly isKnownKey: (key: string) => boolean
}

export const defaultMaxBytes = 10_240
export const defaultMaxStatements = 50

/** How many actions a message names. */
const namedActions = 8

export function rulesOf(options: PolicyOptions): PolicyRules {
  const { knownActions, knownKeys } = options
  const keyPatterns = knownKeys?.map(anyCasePattern)
  return {
    forbidAllowWithNotResource: options.forbidAllowWithNotResource ?? false,
    maxBytes: options.maxBytes ?? defaultMaxBytes,
    maxStatements: options.maxStatements ?? defaultMaxStatements,
    actionFault(pattern) {
      if (pattern === '') return { code: 'wrongValue', message: 'Write the name of an action, or "*" for all of them.' }
      if (pattern.includes('${')) {
        return { code: 'wrongValue', message: 'An action takes no variables: write its name, with * and ? as needed.' }
      }
      if (knownActions === undefined) return undefined
      const template = anyCasePattern(pattern)
      if (knownActions.some((action) => matchesAnyCase(template, action))) return undefined
      const service = pattern.slice(0, pattern.indexOf(':') + 1).toLowerCase()
      const near = knownActions.filter((action) => action.toLowerCase().startsWith(service)).slice(0, namedActions)
      const advice = near.length === 0 ? 'see the list of actions' : `there are ${near.join(', ')} and others`
      return { code: 'unknownAction', message: `${JSON.stringify(pattern)} matches no action: ${advice}.` }
    },
    isKnownKey: (key) => keyPatterns?.some((pattern) => matchesAnyCase(pattern, key)) ?? true,
  }
}

export function checkKey(key: string, place: Place, { isKnownKey }: PolicyRules, issues: Issues): void {
  if (isKnownKey(key)) return
  issues.add('unknownKey', place, `${JSON.stringify(key)} is no condition key: see the list of keys.`)
}

/** A pattern in which only wildcards mean something, matched without case. */
export function anyCasePattern(text: string): Template {
  const template = readTemplate(text, { wildcards: true, variables: false, ignoresCase: true })
  // Without variables every text can be read.
  if ('fault' in template) throw new Error(template.fault)
  return template
}

const nothing = viewOf({})

export function matchesAnyCase(pattern: Template, text: string): boolean {
  return matchesTemplate(pattern, text, nothing)
}
