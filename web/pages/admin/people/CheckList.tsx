import { type ReactNode, useId, useState } from 'react'
import { plain } from '../plain.ts'
import classes from './CheckList.module.css'

export type Choice<Id extends string> = {
  id: Id
  words: string
  /** What it is for. */
  description?: ReactNode
  /** Said beside it, whether it is chosen or not. */
  note?: string | undefined
}

type CheckListProps<Id extends string> = {
  /** Names the list for screen readers. */
  label: string
  choices: readonly Choice<Id>[]
  chosen: readonly Id[]
  onChange: (chosen: readonly Id[]) => void
}

/** From this many on, a person types rather than looks. */
const searchableFrom = 10

/** Any number of things, each with what it is for. */
export function CheckList<Id extends string>({ label, choices, chosen, onChange }: CheckListProps<Id>) {
  const id = useId()
  const [typed, setTyped] = useState('')
  const isSearchable = choices.length >= searchableFrom && choices.every(({ description }) => !description)
  const shown = isSearchable ? choices.filter(({ words }) => plain(words).includes(plain(typed.trim()))) : choices

  return (
    <fieldset className={classes.list} data-searchable={isSearchable || undefined}>
      <legend className="visually-hidden">{label}</legend>
      {isSearchable && (
        <input
          type="search"
          className={classes.search}
          aria-label={`Find in ${label}`}
          placeholder="Find"
          value={typed}
          autoComplete="off"
          onChange={(event) => setTyped(event.currentTarget.value)}
          onKeyDown={(event) => {
            // It would send the form.
            if (event.key === 'Enter') event.preventDefault()
          }}
        />
      )}
      {shown.map((choice) => (
        <label key={choice.id} className={classes.choice}>
          <input
            type="checkbox"
            aria-labelledby={`${id}${choice.id}`}
            aria-describedby={choice.description ? `${id}${choice.id}-for` : undefined}
            checked={chosen.includes(choice.id)}
            onChange={(event) =>
              onChange(
                event.currentTarget.checked ? [...chosen, choice.id] : chosen.filter((other) => other !== choice.id),
              )
            }
          />
          <span id={`${id}${choice.id}`} className={classes.words}>
            {choice.words}
          </span>
          {choice.description && (
            <span id={`${id}${choice.id}-for`} className={classes.description}>
              {choice.description}
            </span>
          )}
          {choice.note && <span className={classes.note}>{choice.note}</span>}
        </label>
      ))}
      {shown.length === 0 && <p className={classes.none}>Nothing is called that.</p>}
    </fieldset>
  )
}
