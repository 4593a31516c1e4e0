import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** A statement as IAM takes it; `Principal` in the policies of resources alone. */
export type PolicyStatement = {
  readonly Sid?: string
  readonly Effect: 'Allow' | 'Deny'
  readonly Principal?: string | Readonly<Record<string, string | readonly string[]>>
  readonly Action: string | readonly string[]
  readonly Resource?: string | readonly string[]
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>
}

export type PolicyDocument = { readonly Version: string; readonly Statement: readonly PolicyStatement[] }

/** The roles of a function: its own, and the one in which it acts for a tenant. */
export type FunctionPolicies = {
  readonly own: PolicyDocument
  readonly tenant: PolicyDocument
  /** Who may take the tenant role on. */
  readonly trust: PolicyDocument
}

/** All policies of a cloud, with names such as `<table>` for what has its name from the cloud. */
export type Policies = {
  readonly functions: Readonly<Record<string, FunctionPolicies>>
  readonly bucket: PolicyDocument
  readonly key: PolicyDocument
}

/** What the stacks say, as `npm run policies` synthesized it. A test holds the file to the stacks. */
export function synthesizedPolicies(): Policies {
  // Written by `npm run policies` alone.
  return JSON.parse(readFileSync(join(import.meta.dirname, 'policies.json'), 'utf8')) as Policies
}
