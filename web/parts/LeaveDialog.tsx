import { Button, Group, Modal } from '@mantine/core'
import classes from './LeaveDialog.module.css'

type LeaveDialogProps = { onStay: () => void; onLeave: () => void }

/** Asks whether to leave what is not saved. */
export default function LeaveDialog({ onStay, onLeave }: LeaveDialogProps) {
  return (
    <Modal opened onClose={onStay} title="Leave without saving?">
      <div className={classes.text}>
        <p>What you changed here is not saved yet and would be lost.</p>
      </div>
      <Group justify="flex-end" gap="sm">
        <Button variant="default" data-autofocus onClick={onStay}>
          Stay
        </Button>
        <Button color="red" onClick={onLeave}>
          Leave without saving
        </Button>
      </Group>
    </Modal>
  )
}
