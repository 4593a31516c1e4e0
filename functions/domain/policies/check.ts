import { Issues, type PolicyIssue } from './issue.ts'
import { type JsonReading, nodeOf, readJson } from './json.ts'
import type { Policy } from './policy.ts'
import { denyingPolicy, readPolicy } from './read.ts'
import { type PolicyOptions, rulesOf } from './rules.ts'

export type PolicyCheck =
  | { readonly isValid: true; readonly policy: Policy }
  | { readonly isValid: false; readonly issues: readonly PolicyIssue[] }

/**
 * Checks a policy before it is kept: its JSON, grammar, operators and values, and the rules in `options`.
 *
 * @param source The policy's text, whose issues then have line and column, or what JSON.parse made of it.
 * @returns The policy ready for evaluation, or the first 20 issues found.
 */
export function checkPolicy(source: unknown, options: PolicyOptions & { id?: string } = {}): PolicyCheck {
  const rules = rulesOf(options)
  const issues = new Issues(typeof source === 'string' ? source : undefined)
  // Before anything is read: the work is bounded by what is allowed.
  if (typeof source === 'string' && sizeOf(source, rules.maxBytes) > rules.maxBytes) {
    issues.add('tooLarge', { path: '$', offset: 0 }, tooLargeMessage(rules.maxBytes))
    return { isValid: false, issues: issues.found }
  }
  const reading = treeOf(source)
  if ('fault' in reading) {
    issues.add('notJson', reading.fault, reading.fault.message)
    return { isValid: false, issues: issues.found }
  }
  if (typeof source !== 'string' && sizeOf(JSON.stringify(source), rules.maxBytes) > rules.maxBytes) {
    issues.add('tooLarge', { path: '$' }, tooLargeMessage(rules.maxBytes))
    return { isValid: false, issues: issues.found }
  }
  const policy = readPolicy(reading.node, rules, issues, options.id)
  return issues.found.length === 0 ? { isValid: true, policy } : { isValid: false, issues: issues.found }
}

/**
 * Reads a policy that was kept before, whatever it is: it never fails. What is not understood counts against the request:
 * an Allow with such a part never applies, a Deny applies as if that part matched, a policy whose frame is not understood
 * denies everything.
 */
export function parsePolicy(source: unknown, { id }: { id?: string } = {}): Policy {
  const reading = treeOf(source)
  return 'fault' in reading ? denyingPolicy(id) : readPolicy(reading.node, rulesOf({}), new Issues(), id)
}

function treeOf(source: unknown): JsonReading {
  return typeof source === 'string' ? readJson(source) : nodeOf(source)
}

/** In UTF-8, where no UTF-16 unit takes less than a byte: more units than `maxBytes` are too large without counting. */
function sizeOf(text: string, maxBytes: number): number {
  return text.length > maxBytes ? text.length : new TextEncoder().encode(text).byteLength
}

function tooLargeMessage(maxBytes: number): string {
  return `The policy is larger than ${maxBytes.toLocaleString('en')} bytes: shorten it, or split it into several.`
}
