import { Select } from '@mantine/core'
import '@mantine/core/styles/Combobox.layer.css'
import { type InputHTMLAttributes, type ReactNode, useId, useState } from 'react'
import classes from './fields.module.css'
import { plain } from './plain.ts'

type FieldProps = {
  label: string
  hint?: ReactNode | undefined
  problem?: string | undefined
}

/** Ties a control to its label, its hint and what is wrong with it. */
function useField({ hint, problem }: Omit<FieldProps, 'label'>) {
  const id = useId()
  const described = [problem !== undefined && `${id}-problem`, hint !== undefined && `${id}-hint`].filter(Boolean)
  return {
    id,
    control: {
      id,
      'aria-invalid': problem !== undefined,
      'aria-describedby': described.length > 0 ? described.join(' ') : undefined,
    },
  }
}

function Labelled({ id, label, hint, problem, children }: FieldProps & { id: string; children: ReactNode }) {
  return (
    <div className={classes.field}>
      <label htmlFor={id}>{label}</label>
      {children}
      {problem !== undefined && (
        <span id={`${id}-problem`} className={classes.problem}>
          {problem}
        </span>
      )}
      {hint !== undefined && (
        <span id={`${id}-hint`} className={classes.hint}>
          {hint}
        </span>
      )}
    </div>
  )
}

type TextFieldProps = FieldProps & {
  value: string
  onChange: (value: string) => void
  maxLength: number
  /** Several lines. */
  isLong?: boolean
  /** Where a dialog puts the focus. */
  'data-autofocus'?: boolean
} & Pick<InputHTMLAttributes<HTMLInputElement>, 'placeholder' | 'spellCheck' | 'inputMode' | 'readOnly'>

export function TextField({ label, hint, problem, onChange, isLong, ...rest }: TextFieldProps) {
  const { id, control } = useField({ hint, problem })
  return (
    <Labelled {...{ id, label, hint, problem }}>
      {isLong ? (
        <textarea
          {...control}
          value={rest.value}
          maxLength={rest.maxLength}
          rows={3}
          className={`${classes.input} ${classes.long}`}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      ) : (
        <input
          {...control}
          {...rest}
          className={classes.input}
          autoComplete="off"
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      )}
    </Labelled>
  )
}

type ChoiceFieldProps<Id extends string> = FieldProps & {
  value: Id
  options: readonly { id: Id; words: string }[]
  onChange: (value: Id) => void
}

/** One of a few. */
export function ChoiceField<Id extends string>({ label, hint, problem, ...choice }: ChoiceFieldProps<Id>) {
  const { id, control } = useField({ hint, problem })
  return (
    <Labelled {...{ id, label, hint, problem }}>
      <select
        {...control}
        className={classes.input}
        value={choice.value}
        onChange={(event) => {
          const chosen = choice.options.find((option) => option.id === event.currentTarget.value)
          if (chosen) choice.onChange(chosen.id)
        }}
      >
        {choice.options.map((option) => (
          <option key={option.id} value={option.id}>
            {option.words}
          </option>
        ))}
      </select>
    </Labelled>
  )
}

/** `aside` is shown at the end of its line, and searched as well. */
export type Option = { value: string; label: string; aside?: string; alsoKnownAs?: string }

type SearchFieldProps = FieldProps & {
  /** Empty for none. */
  value: string
  options: readonly Option[]
  onChange: (value: string) => void
  /** What stands for none, where none is a choice. */
  noneWords?: string
  /** The option of a value that is not in the list. */
  optionFor: (value: string) => Option | undefined
  /** Whether what is typed may be such a value. */
  isOpen?: boolean
  nothingFound: string
}

/** As many as a person looks through; the rest is found by typing. */
const shownAtOnce = 60

/** One of many, found by typing. */
export function SearchField({ label, hint, problem, value, options, onChange, ...more }: SearchFieldProps) {
  const { id, control } = useField({ hint, problem })
  const [typed, setTyped] = useState('')
  const byValue = new Map(options.map((option) => [option.value, option]))
  const added = [more.optionFor(value), more.isOpen ? more.optionFor(typed.trim()) : undefined]
  for (const option of added) if (option && !byValue.has(option.value)) byValue.set(option.value, option)

  return (
    <Labelled {...{ id, label, hint, problem }}>
      <Select
        {...control}
        classNames={{ input: classes.input ?? '', dropdown: classes.dropdown ?? '', option: classes.option ?? '' }}
        data={[...byValue.values()]}
        value={value || null}
        placeholder={more.noneWords ?? ''}
        clearable={more.noneWords !== undefined}
        clearButtonProps={{ 'aria-label': `Clear ${label}` }}
        allowDeselect={false}
        searchable
        limit={shownAtOnce}
        nothingFoundMessage={more.nothingFound}
        maxDropdownHeight={320}
        onSearchChange={setTyped}
        onChange={(chosen) => onChange(chosen ?? '')}
        filter={({ options: all, search, limit }) => {
          const wanted = plain(search).trim().split(/\s+/)
          return all
            .filter((item) => {
              const option = 'value' in item ? byValue.get(item.value) : undefined
              const text = plain(`${option?.label} ${option?.aside ?? ''} ${option?.alsoKnownAs ?? ''}`)
              return wanted.every((word) => text.includes(word))
            })
            .slice(0, limit)
        }}
        renderOption={({ option }) => (
          <span className={classes.line}>
            <span>{option.label}</span>
            <span className={classes.aside}>{byValue.get(option.value)?.aside}</span>
          </span>
        )}
      />
    </Labelled>
  )
}

type SwitchProps = {
  /** Its accessible name. */
  label: string
  isOn: boolean
  onChange: (isOn: boolean) => void
  describedBy?: string
  disabled?: boolean
}

/** On or off, told by word, shape and colour. */
export function Switch({ label, isOn, onChange, describedBy, disabled }: SwitchProps) {
  return (
    <span className={classes.switch}>
      <span aria-hidden="true" className={classes.state}>
        {isOn ? 'On' : 'Off'}
      </span>
      <input
        type="checkbox"
        role="switch"
        aria-label={label}
        aria-describedby={describedBy}
        aria-checked={isOn}
        checked={isOn}
        disabled={disabled}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
    </span>
  )
}
