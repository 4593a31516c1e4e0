import { TagsInput } from '@mantine/core'
import '@mantine/core/styles/Combobox.layer.css'
import '@mantine/core/styles/Pill.layer.css'
import '@mantine/core/styles/PillsInput.layer.css'
import { useId } from 'react'
import fields from '../fields.module.css'
import classes from './TagsField.module.css'

type TagsFieldProps = {
  label: string
  hint: string
  problem: string | undefined
  value: readonly string[]
  maxTags: number
  maxLength: number
  onChange: (value: readonly string[]) => void
}

/** Several short texts, parted by Enter, comma or semicolon. */
export function TagsField({ label, hint, problem, value, maxTags, maxLength, onChange }: TagsFieldProps) {
  const id = useId()
  return (
    <div className={fields.field}>
      <label htmlFor={id}>{label}</label>
      <TagsInput
        id={id}
        aria-invalid={problem !== undefined}
        aria-describedby={problem === undefined ? `${id}-hint` : `${id}-problem ${id}-hint`}
        classNames={{ input: classes.input ?? '', pill: classes.pill ?? '', inputField: classes.typed ?? '' }}
        value={[...value]}
        maxTags={maxTags}
        maxLength={maxLength}
        splitChars={[',', ';']}
        acceptValueOnBlur
        // What comes at once, out of a list or by filling in, is parted as well.
        onChange={(tags) =>
          onChange([...new Set(tags.flatMap((tag) => tag.split(/[,;\t\n]/)).map((tag) => tag.trim()))].filter(Boolean))
        }
      />
      {problem !== undefined && (
        <span id={`${id}-problem`} className={fields.problem}>
          {problem}
        </span>
      )}
      <span id={`${id}-hint`} className={fields.hint}>
        {hint}
      </span>
    </div>
  )
}
