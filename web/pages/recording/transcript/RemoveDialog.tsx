import { Button, Group, Modal } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { wordsOf } from '../../../api/index.ts'
import classes from './ImportDialog.module.css'
import type { Line } from './lines.ts'
import type { Place } from './queries.ts'
import { useEdits } from './useEdits.ts'

type RemoveDialogProps = { place: Place; line: Line; onClose: () => void; onRemoved: () => void }

/** Asks before a line goes. */
export default function RemoveDialog({ place, line, onClose, onRemoved }: RemoveDialogProps) {
  const edits = useEdits(place)
  const removal = useMutation({ mutationFn: () => edits.remove(line.cue), onSuccess: onRemoved })
  return (
    <Modal opened onClose={onClose} title="Remove this line?" returnFocus={false}>
      <div className={classes.form}>
        <p className={classes.quote}>{line.cue.text}</p>
        <p className={classes.lead}>It goes out of the transcript. Its history is kept while the recording is.</p>
        {removal.error && (
          <p role="alert" className={classes.error}>
            <strong>{wordsOf(removal.error).title}.</strong> {wordsOf(removal.error).advice}
          </p>
        )}
        <Group justify="flex-end" gap="sm">
          <Button variant="default" disabled={removal.isPending} data-autofocus onClick={onClose}>
            Cancel
          </Button>
          <Button color="red" loading={removal.isPending} onClick={() => removal.mutate()}>
            Remove line
          </Button>
        </Group>
      </div>
    </Modal>
  )
}
