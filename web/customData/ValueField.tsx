import { type ReactNode, useId } from 'react'
import type { CustomFieldType } from '../../functions/contract/index.ts'
import type { DraftValue } from './draft.ts'
import classes from './ValueField.module.css'
import { yesNoWords } from './words.ts'

export type ValueFieldProps = {
  label: string
  type: CustomFieldType
  choices: readonly string[]
  isRequired: boolean
  value: DraftValue
  onChange: (value: DraftValue) => void
  problem?: string | undefined
  /** What is to be known of the value that is shown. */
  notes?: readonly { id: string; tone: 'quiet' | 'warn'; words: ReactNode }[]
}

type Control = ValueFieldProps & { id: string; describedBy: string | undefined }

/** A custom field to be filled in, by its type. */
export function ValueField(props: ValueFieldProps) {
  const { label, type, isRequired, problem, notes = [] } = props
  const id = useId()
  const described = [problem !== undefined && `${id}-problem`, ...notes.map((note) => `${id}-${note.id}`)]
  const control: Control = { ...props, id, describedBy: described.filter(Boolean).join(' ') || undefined }
  const isGroup = type === 'yesNo' || type === 'multipleChoice'
  const name = (
    <>
      {label}
      {isRequired && <span className={classes.required}>required</span>}
    </>
  )
  const rest = (
    <>
      {problem !== undefined && (
        <span id={`${id}-problem`} className={classes.problem}>
          {problem}
        </span>
      )}
      {notes.map((note) => (
        <span key={note.id} id={`${id}-${note.id}`} className={classes.note} data-tone={note.tone}>
          {note.words}
        </span>
      ))}
    </>
  )
  if (isGroup) {
    return (
      <fieldset className={classes.field} aria-describedby={control.describedBy}>
        <legend className={classes.label}>{name}</legend>
        {type === 'yesNo' ? <YesNo {...control} /> : <Several {...control} />}
        {rest}
      </fieldset>
    )
  }
  return (
    <div className={classes.field}>
      <label className={classes.label} htmlFor={id}>
        {name}
      </label>
      {type === 'choice' ? <OneOf {...control} /> : <Typed {...control} />}
      {rest}
    </div>
  )
}

const ofInput = ({ id, describedBy, problem }: Control) => ({
  ...{ id, className: classes.input, 'aria-invalid': problem !== undefined, 'aria-describedby': describedBy },
})

function Typed(control: Control) {
  const { type, value, onChange } = control
  return (
    <input
      {...ofInput(control)}
      type={type === 'date' ? 'date' : 'text'}
      inputMode={type === 'number' ? 'decimal' : undefined}
      maxLength={type === 'number' ? 40 : 500}
      autoComplete="off"
      value={typeof value === 'string' ? value : ''}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  )
}

/** A choice that is gone is shown as long as it is held. */
const withHeld = (choices: readonly string[], held: readonly string[]) => [
  ...choices.map((choice) => ({ choice, isGone: false })),
  ...held.filter((choice) => !choices.includes(choice)).map((choice) => ({ choice, isGone: true })),
]

function OneOf(control: Control) {
  const { value, choices, isRequired, onChange } = control
  const held = typeof value === 'string' && value !== '' ? [value] : []
  return (
    <select
      {...ofInput(control)}
      value={typeof value === 'string' ? value : ''}
      onChange={(event) => onChange(event.currentTarget.value || null)}
    >
      {(!isRequired || held.length === 0) && <option value="">Not set</option>}
      {withHeld(choices, held).map(({ choice, isGone }) => (
        <option key={choice} value={choice}>
          {isGone ? `${choice} (no longer a choice)` : choice}
        </option>
      ))}
    </select>
  )
}

const answers = [true, false, null] as const

function YesNo({ id, value, isRequired, onChange, problem }: Control) {
  return (
    <span className={classes.options}>
      {answers.map((answer) =>
        answer === null && isRequired && value !== null ? null : (
          <label key={String(answer)} className={classes.option}>
            <input
              type="radio"
              name={id}
              aria-invalid={problem !== undefined}
              checked={value === answer}
              onChange={() => onChange(answer)}
            />
            {answer === null ? 'Not set' : yesNoWords(answer)}
          </label>
        ),
      )}
    </span>
  )
}

function Several({ value, choices, onChange, problem }: Control) {
  const held = typeof value === 'object' && value !== null ? value : []
  const set = (choice: string, isChosen: boolean) =>
    onChange(isChosen ? [...held, choice] : held.filter((other) => other !== choice))
  return (
    <span className={classes.options} data-many={choices.length > 8 || undefined}>
      {withHeld(choices, held).map(({ choice, isGone }) => (
        <label key={choice} className={classes.option}>
          <input
            type="checkbox"
            aria-invalid={problem !== undefined}
            checked={held.includes(choice)}
            onChange={(event) => set(choice, event.currentTarget.checked)}
          />
          {isGone ? `${choice} (no longer a choice)` : choice}
        </label>
      ))}
    </span>
  )
}
