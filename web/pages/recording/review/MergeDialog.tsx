import { Button, Group, Modal } from '@mantine/core'
import { useState } from 'react'
import type { ChangedField } from '../../../../functions/contract/index.ts'
import type { Category } from '../../../api/index.ts'
import { useFormats } from '../../../session/index.ts'
import { type DraftField, draftFields, type ReviewDraft, valuesOf } from './draft.ts'
import classes from './review.module.css'
import { fieldWords, valueWords } from './words.ts'

type MergeDialogProps = {
  /** What others changed meanwhile. */
  changes: readonly ChangedField[]
  draft: ReviewDraft
  categories: readonly Category[]
  /** With the fields that are to be as the others have them. */
  onMerge: (theirs: DraftField[]) => void
  onClose: () => void
}

const isDraftField = (field: string): field is DraftField => draftFields.some((name) => name === field)

/** Somebody edited the same fields: for each, theirs or mine. */
export default function MergeDialog({ changes, draft, categories, onMerge, onClose }: MergeDialogProps) {
  const formats = useFormats()
  const fields = changes.filter(({ field }) => isDraftField(field))
  const [theirs, setTheirs] = useState<readonly string[]>([])
  const mine = valuesOf(draft)
  return (
    <Modal opened onClose={onClose} title="Somebody edited the same" size="lg">
      <form
        onSubmit={(event) => {
          event.preventDefault()
          onMerge(theirs.filter(isDraftField))
        }}
      >
        <p className={classes.lead}>Nothing of yours was saved yet. Choose what is to stand.</p>
        {fields.map(({ field, now, byName, at }) => (
          <fieldset key={field} className={classes.conflict}>
            <legend>{fieldWords(field)}</legend>
            {(['mine', 'theirs'] as const).map((whose) => (
              <label key={whose} className={classes.side}>
                <input
                  type="radio"
                  name={`merge-${field}`}
                  checked={theirs.includes(field) === (whose === 'theirs')}
                  data-autofocus={field === fields[0]?.field && whose === 'mine' ? true : undefined}
                  onChange={() =>
                    setTheirs(whose === 'theirs' ? [...theirs, field] : theirs.filter((other) => other !== field))
                  }
                />
                <span>
                  <strong>
                    {valueWords(field, whose === 'theirs' ? now : isDraftField(field) ? mine[field] : null, categories)}
                  </strong>
                  <span className={classes.aside}>
                    {whose === 'mine' ? 'Yours' : `${byName ?? 'Somebody'}${at ? `, ${formats.dateTime(at)}` : ''}`}
                  </span>
                </span>
              </label>
            ))}
          </fieldset>
        ))}
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose}>
            Go on editing
          </Button>
          <Button type="submit">Save like this</Button>
        </Group>
      </form>
    </Modal>
  )
}
