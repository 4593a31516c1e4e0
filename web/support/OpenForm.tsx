import { Button } from '@mantine/core'
import { useState } from 'react'
import { wordsOf } from '../api/index.ts'
import { ChoiceField, refusalOf, TextField } from '../pages/admin/index.ts'
import classes from './support.module.css'
import type { useSupportAccess } from './useSupportAccess.ts'

const hours = ['1', '2', '3', '4', '5', '6', '7', '8'].map((id) => ({
  id,
  words: id === '1' ? '1 hour' : `${id} hours`,
}))

type OpenFormProps = Pick<ReturnType<typeof useSupportAccess>, 'opening'> & { variant?: 'filled' | 'default' }

/** Opens support access, with a reason. */
export function OpenForm({ opening, variant = 'filled' }: OpenFormProps) {
  const [reason, setReason] = useState('')
  const [length, setLength] = useState('1')
  const [isTried, setIsTried] = useState(false)
  const own = isTried && reason.trim() === '' ? 'Say what it is for: the audit keeps it.' : undefined
  const refused = refusalOf(opening.error, 'reason')

  return (
    <form
      noValidate
      aria-label="Open support access"
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault()
        setIsTried(true)
        if (reason.trim() !== '') opening.mutate({ reason: reason.trim(), hours: Number(length) })
      }}
    >
      <TextField
        label="Reason"
        hint="A ticket’s number, or what is being looked into. The tenant’s people see it."
        value={reason}
        maxLength={500}
        problem={own ?? refused}
        onChange={setReason}
      />
      <ChoiceField label="For" value={length} options={hours} onChange={setLength} />
      {opening.error && !refused && (
        <p role="alert" className={classes.error}>
          <strong>{wordsOf(opening.error).title}.</strong> {wordsOf(opening.error).advice}
        </p>
      )}
      <div>
        <Button type="submit" variant={variant} loading={opening.isPending}>
          Open support access
        </Button>
      </div>
    </form>
  )
}
