import { IconStar, IconStarFilled, IconX } from '@tabler/icons-react'
import { type RefObject, useState } from 'react'
import { IconButton } from '../../../ui/index.ts'
import { Field, type FieldState } from './Field.tsx'
import classes from './review.module.css'

const all = [1, 2, 3, 4, 5] as const

type StarsProps = {
  state: FieldState
  value: number | null
  onChange: (value: number | null) => void
  /** The radio that the keyboard enters at. */
  entry: RefObject<HTMLInputElement | null>
}

/** One to five stars: a group of radios, by arrow keys or a click. */
export function Stars({ state, value, onChange, entry }: StarsProps) {
  const [pointed, setPointed] = useState<number | null>(null)
  return (
    <Field state={state}>
      {({ id, labelId, describedBy, isOff }) => {
        const shown = (isOff ? null : pointed) ?? value ?? 0
        return (
          <span className={classes.line}>
            <span
              role="radiogroup"
              aria-labelledby={labelId}
              aria-describedby={describedBy}
              className={classes.stars}
              data-off={isOff || undefined}
              onPointerLeave={() => setPointed(null)}
            >
              {all.map((stars) => (
                <label key={stars} className={classes.star} onPointerEnter={() => setPointed(stars)}>
                  <input
                    ref={stars === (value ?? 1) ? entry : undefined}
                    type="radio"
                    name={id}
                    className="visually-hidden"
                    aria-label={stars === 1 ? '1 star' : `${stars} stars`}
                    checked={value === stars}
                    disabled={isOff}
                    onChange={() => onChange(stars)}
                  />
                  {stars <= shown ? (
                    <IconStarFilled size={22} aria-hidden="true" />
                  ) : (
                    <IconStar size={22} stroke={1.5} aria-hidden="true" />
                  )}
                </label>
              ))}
            </span>
            {value !== null && !isOff && (
              <IconButton label="Clear the rating" icon={<IconX size={14} />} onClick={() => onChange(null)} />
            )}
          </span>
        )
      }}
    </Field>
  )
}
