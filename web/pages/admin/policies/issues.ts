import type { PolicyIssue } from '../../../api/index.ts'

/** Which statement an issue lies in, counted from 0; undefined for one of the policy as a whole. */
export function statementOfIssue({ path }: Pick<PolicyIssue, 'path'>): number | undefined {
  const match = /^\$\.Statement(?:\[(\d+)\])?(?=\.|$)/.exec(path)
  if (!match) return undefined
  // Statement may be one statement without a list around it.
  return match[1] === undefined ? (path === '$.Statement' ? undefined : 0) : Number(match[1])
}

/** Where an issue is in the form: `Statement 2`. */
export function placeInForm(issue: Pick<PolicyIssue, 'path'>): string {
  const statement = statementOfIssue(issue)
  return statement === undefined ? 'The policy' : `Statement ${statement + 1}`
}

/** Where an issue is in the text: `Line 4, column 17`. */
export const placeInText = ({ line, column, path }: PolicyIssue): string =>
  line === null || column === null ? path : `Line ${line}, column ${column}`
