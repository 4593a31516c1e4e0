import { Button, Group, Modal } from '@mantine/core'
import { isProblem, wordsOf } from '../../api/index.ts'
import classes from './Form.module.css'

type ConfirmDialogProps = {
  title: string
  /** What will happen, paragraph by paragraph. */
  consequences: readonly string[]
  button: string
  /** Whether something is lost by it. */
  isDanger?: boolean | undefined
  isPending: boolean
  error: unknown
  onConfirm: () => void
  onClose: () => void
}

/** Asks before something is done, and says what will happen. Whoever opened it takes the focus back. */
export function ConfirmDialog({ title, consequences, button, isDanger, isPending, error, ...on }: ConfirmDialogProps) {
  return (
    <Modal
      opened
      onClose={on.onClose}
      title={title}
      returnFocus={false}
      closeOnClickOutside={!isPending}
      closeOnEscape={!isPending}
    >
      <div className={classes.text}>
        {consequences.map((text) => (
          <p key={text}>{text}</p>
        ))}
      </div>
      {error !== null && error !== undefined && (
        <p role="alert" className={classes.error} style={{ marginBottom: 16 }}>
          <strong>{wordsOf(error).title}.</strong>{' '}
          {isProblem(error, 'precondition_failed')
            ? 'The page behind shows how it is now. Go on if you still want to.'
            : wordsOf(error).advice}
        </p>
      )}
      <Group justify="flex-end" gap="sm">
        <Button variant="default" onClick={on.onClose} disabled={isPending} data-autofocus>
          Cancel
        </Button>
        <Button {...(isDanger ? { color: 'red' } : {})} loading={isPending} onClick={on.onConfirm}>
          {button}
        </Button>
      </Group>
    </Modal>
  )
}
