import { IconCheck, IconEyeOff, IconHeadphones, IconLock, IconStarFilled } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import type { ReviewSummary } from '../api/index.ts'
import classes from './ReviewMarks.module.css'

const marks = { size: 14, stroke: 2, 'aria-hidden': true } as const

/** What a review says in the width of a column: how far it is, the stars, and what is to be minded. */
export function ReviewMarks({ review }: { review: ReviewSummary }) {
  const { status, statusByName, rating, isSensitive, neverExpires } = review
  const by = statusByName === null ? '' : ` by ${statusByName}`
  return (
    <span className={classes.marks}>
      {status === 'reviewed' && (
        <Mark words={`Reviewed${by}`} tone="done">
          <IconCheck {...marks} />
        </Mark>
      )}
      {status === 'inReview' && (
        <Mark words={`In review${by}`} tone="busy">
          <IconHeadphones {...marks} />
        </Mark>
      )}
      {rating !== null && (
        <Mark words={rating === 1 ? '1 star' : `${rating} stars`} tone="plain">
          <span aria-hidden="true">{rating}</span>
          <IconStarFilled size={12} aria-hidden="true" />
        </Mark>
      )}
      {isSensitive && (
        <Mark words="Sensitive" tone="warn">
          <IconEyeOff {...marks} />
        </Mark>
      )}
      {neverExpires && (
        <Mark words="Never expires" tone="plain">
          <IconLock {...marks} />
        </Mark>
      )}
    </span>
  )
}

type MarkProps = { words: string; tone: 'done' | 'busy' | 'plain' | 'warn'; children: ReactNode }

const Mark = ({ words, tone, children }: MarkProps) => (
  <span className={classes.mark} data-tone={tone} data-tip={words}>
    {children}
    <span className="visually-hidden">{words}. </span>
  </span>
)
