import { type ReactNode, useId } from 'react'
import type { Denial, ReviewField } from '../../../../functions/contract/index.ts'
import classes from './review.module.css'
import { fieldWords, refusedWords } from './words.ts'

export type FieldState = {
  field: ReviewField
  denial: Denial | undefined
  problem: string | undefined
}

type Control = { id: string; labelId: string; describedBy: string | undefined; isInvalid: boolean; isOff: boolean }

/** A field of the review under its name, with what is wrong with it, or why it cannot be changed. */
export function Field({ state, children }: { state: FieldState; children: (control: Control) => ReactNode }) {
  const { field, denial, problem } = state
  const id = useId()
  const words = problem ?? (denial && refusedWords(field, denial))
  return (
    <div className={classes.field}>
      <span id={`${id}-label`} className={classes.label}>
        {fieldWords(field)}
      </span>
      {children({
        ...{ id, labelId: `${id}-label`, isInvalid: problem !== undefined, isOff: denial !== undefined },
        describedBy: words === undefined ? undefined : `${id}-words`,
      })}
      {words !== undefined && (
        <span id={`${id}-words`} className={problem === undefined ? classes.hint : classes.problem}>
          {words}
        </span>
      )}
    </div>
  )
}
