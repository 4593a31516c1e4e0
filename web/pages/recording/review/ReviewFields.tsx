import type { RefObject } from 'react'
import type { ReviewField } from '../../../../functions/contract/index.ts'
import type { Category, Review } from '../../../api/index.ts'
import { Categories } from './Categories.tsx'
import type { ReviewDraft } from './draft.ts'
import { Field, type FieldState } from './Field.tsx'
import classes from './review.module.css'
import { Stars } from './Stars.tsx'
import { fieldWords, refusedWords } from './words.ts'

type ReviewFieldsProps = {
  review: Review
  draft: ReviewDraft
  onChange: (draft: ReviewDraft) => void
  problemOf: (field: ReviewField) => string | undefined
  categories: readonly Category[]
  rating: RefObject<HTMLInputElement | null>
}

const completeness = [
  { value: true, words: 'Yes' },
  { value: false, words: 'No' },
  { value: null, words: 'Not said' },
] as const

/** The fields of a review, each as far as the person may edit it. */
export function ReviewFields({ review, draft, onChange, problemOf, categories, rating }: ReviewFieldsProps) {
  const stateOf = (field: ReviewField): FieldState => ({
    ...{ field, denial: review.denials[field], problem: problemOf(field) },
  })
  const change = (facts: Partial<ReviewDraft>) => onChange({ ...draft, ...facts })
  return (
    <div className={classes.fields}>
      <Stars
        state={stateOf('rating')}
        value={draft.rating}
        onChange={(stars) => change({ rating: stars })}
        entry={rating}
      />
      <Field state={stateOf('isComplete')}>
        {({ id, labelId, describedBy, isOff }) => (
          <span role="radiogroup" aria-labelledby={labelId} aria-describedby={describedBy} className={classes.choice}>
            {completeness.map(({ value, words }) => (
              <label key={words} className={classes.option1}>
                <input
                  type="radio"
                  name={id}
                  className="visually-hidden"
                  checked={draft.isComplete === value}
                  disabled={isOff}
                  onChange={() => change({ isComplete: value })}
                />
                <span>{words}</span>
              </label>
            ))}
          </span>
        )}
      </Field>
      <Field state={stateOf('timeSpentMinutes')}>
        {({ labelId, describedBy, isInvalid, isOff }) => (
          // biome-ignore lint/a11y/useSemanticElements: a fieldset does not lay out as a line
          <span role="group" aria-labelledby={labelId} className={classes.line}>
            {(['hours', 'minutes'] as const).map((part) => (
              <label key={part} className={classes.unit}>
                <input
                  className={classes.short}
                  inputMode="numeric"
                  autoComplete="off"
                  maxLength={4}
                  value={draft[part]}
                  readOnly={isOff}
                  aria-invalid={isInvalid}
                  aria-describedby={describedBy}
                  onChange={(event) => change({ [part]: event.currentTarget.value })}
                />
                {part === 'hours' ? 'h' : 'min'}
                <span className="visually-hidden">{part === 'hours' ? ' (hours)' : ' (minutes)'}</span>
              </label>
            ))}
          </span>
        )}
      </Field>
      <Field state={stateOf('agentId')}>
        {({ labelId, describedBy, isInvalid, isOff }) => (
          <input
            className={classes.input}
            aria-labelledby={labelId}
            aria-describedby={describedBy}
            aria-invalid={isInvalid}
            value={draft.agentId}
            maxLength={128}
            autoComplete="off"
            spellCheck={false}
            readOnly={isOff}
            onChange={(event) => change({ agentId: event.currentTarget.value })}
          />
        )}
      </Field>
      <div className={classes.wide}>
        <Categories
          state={stateOf('categoryIds')}
          value={draft.categoryIds}
          categories={categories}
          onChange={(categoryIds) => change({ categoryIds })}
        />
      </div>
      <div className={`${classes.wide} ${classes.checks}`}>
        {(['isSensitive', 'neverExpires'] as const).map((field) => {
          const denial = review.denials[field]
          return (
            <label key={field} className={classes.check}>
              <input
                type="checkbox"
                checked={draft[field]}
                disabled={denial !== undefined}
                onChange={(event) => change({ [field]: event.currentTarget.checked })}
              />
              <span>
                {fieldWords(field)}
                <span className={classes.aside}>
                  {denial
                    ? refusedWords(field, denial)
                    : field === 'isSensitive'
                      ? 'Policies can hide sensitive calls.'
                      : 'It is kept whatever the retention says.'}
                </span>
                {problemOf(field) && <span className={classes.problem}>{problemOf(field)}</span>}
              </span>
            </label>
          )
        })}
      </div>
    </div>
  )
}
