import type { PolicyVocabulary } from '../../../api/index.ts'
import { ChoiceField, TextField } from '../fields.tsx'
import { knownKeyOf } from './operators.ts'
import classes from './policies.module.css'

type KeyFieldProps = {
  value: string
  vocabulary: PolicyVocabulary
  /** Keys that cannot be chosen. */
  isTaken?: (key: string) => boolean
  onChange: (key: string) => void
}

/** A condition key; one such as `recording.custom.*` takes a name beside it. */
export function KeyField({ value, vocabulary, isTaken = () => false, onChange }: KeyFieldProps) {
  const known = knownKeyOf(value, vocabulary)
  const beginning = known?.key.endsWith('*') ? known.key.slice(0, -1) : undefined
  const offered = vocabulary.keys
    .filter(({ key }) => key === known?.key || !isTaken(key))
    .map(({ key, description }) => ({ id: key, words: `${key}: ${description}` }))
  return (
    <div className={classes.key}>
      <ChoiceField
        label="Key"
        value={known?.key ?? value}
        options={known ? offered : [{ id: value, words: value }, ...offered]}
        onChange={(key) => onChange(key.endsWith('*') ? key.slice(0, -1) : key)}
      />
      {beginning !== undefined && (
        <TextField
          label="Name of the field"
          value={value.slice(beginning.length)}
          maxLength={100}
          spellCheck={false}
          onChange={(name) => onChange(beginning + name)}
        />
      )}
    </div>
  )
}
