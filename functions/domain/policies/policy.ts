import type { Condition } from './condition.ts'
import type { Template } from './template.ts'

export type Effect = 'allow' | 'deny'

/** `Action` and `Resource`, or with `except` `NotAction` and `NotResource`. */
export type Selection = { readonly except: boolean; readonly patterns: readonly Template[] }

export type Statement = {
  /** Its place in the policy, from 0. */
  readonly index: number
  readonly sid?: string
  readonly effect: Effect
  readonly actions: Selection
  readonly resources: Selection
  /** All have to be met. */
  readonly conditions: readonly Condition[]
}

/** A policy ready for evaluation, made by `checkPolicy` or `parsePolicy`. It holds no state: keep and share it freely. */
export type Policy = {
  /** The name its keeper gave it, else its own Id. */
  readonly id?: string
  /** In the order written; statements that can never apply are left out. */
  readonly statements: readonly Statement[]
}
