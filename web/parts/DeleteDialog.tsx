import { Button, Group, Modal } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { ApiProblem, forgetRecording, isProblem, type RecordingSummary, recordingQuery, wordsOf } from '../api/index.ts'
import { useApi, useFormats, useTenant } from '../session/index.ts'
import { formatDuration } from '../time/index.ts'
import { notify, readableNumber } from '../ui/index.ts'
import classes from './DeleteDialog.module.css'
import { partiesOf } from './words.ts'

type DeleteDialogProps = {
  recording: RecordingSummary
  /** Closed without deleting. */
  onClose: () => void
  /** It is gone, here and for everybody. */
  onDeleted: () => void
}

/** Asks before a recording is deleted and says what will go. */
export default function DeleteDialog({ recording, onClose, onDeleted }: DeleteDialogProps) {
  const api = useApi()
  const tenant = useTenant()
  const formats = useFormats()
  const client = useQueryClient()
  // Fresh, for its ETag says which state the person agreed to delete.
  const latest = useQuery({ ...recordingQuery(api, tenant.id, recording.id), staleTime: 0 })
  const shown = latest.data?.body ?? recording

  const gone = (message: string) => {
    onDeleted()
    forgetRecording(client, tenant.id, recording.id)
    notify({ title: 'Recording deleted', message })
  }

  const deletion = useMutation({
    mutationFn: async () => {
      const etag = latest.data?.etag
      if (!etag) {
        throw new ApiProblem({ code: 'unreadable_answer', status: null, detail: 'No ETag.', requestId: null })
      }
      await api.delete('/recordings/{recordingId}', {
        tenantId: tenant.id,
        params: { recordingId: recording.id },
        ifMatch: etag,
      })
    },
    onSuccess: () => gone(partiesOf(shown, readableNumber)),
    onError: (error) => {
      if (isProblem(error, 'not_found')) gone('It was gone already.')
      else if (isProblem(error, 'precondition_failed')) void latest.refetch()
    },
  })

  const isGone = isProblem(latest.error, 'not_found')
  const error = deletion.error ?? (isGone ? null : latest.error)
  const files = latest.data?.body.segments.flatMap(({ media }) => media) ?? []
  const segments = latest.data?.body.segments.length ?? 0
  const bytes = files
    .filter(({ state }) => state === 'available' || state === 'damaged')
    .reduce((sum, { lengthBytes }) => sum + lengthBytes, 0)
  const plural = (count: number, word: string) => `${formats.number(count)} ${word}${count === 1 ? '' : 's'}`

  return (
    <Modal
      opened
      onClose={onClose}
      title="Delete this recording?"
      returnFocus={false}
      closeOnClickOutside={!deletion.isPending}
      closeOnEscape={!deletion.isPending}
    >
      <dl className={classes.facts}>
        <dt>Call</dt>
        <dd>{partiesOf(shown, readableNumber)}</dd>
        <dt>Time</dt>
        <dd>
          {formats.dateTime(shown.startedAt)}
          {shown.durationMs !== null && `, ${formatDuration(shown.durationMs)} long`}
        </dd>
        <dt>Session ID</dt>
        <dd>{shown.sessionId}</dd>
        <dt>Media</dt>
        <dd>
          {latest.data
            ? files.length === 0
              ? 'No files'
              : `${plural(files.length, 'file')} in ${plural(segments, 'segment')}, ${formats.bytes(bytes)}`
            : isGone
              ? 'Gone already'
              : '…'}
        </dd>
      </dl>
      <p className={classes.warning}>The call’s facts and every version of its media go. This cannot be undone.</p>
      {error && (
        <p role="alert" className={classes.error}>
          <strong>{wordsOf(error).title}.</strong>{' '}
          {isProblem(error, 'precondition_failed')
            ? 'What stands above is how it is now. Delete it if you still want to.'
            : wordsOf(error).advice}
        </p>
      )}
      <Group justify="flex-end" gap="sm">
        <Button variant="default" onClick={onClose} disabled={deletion.isPending} data-autofocus>
          Cancel
        </Button>
        {isGone ? (
          <Button onClick={() => gone('It was gone already.')}>Take it off the list</Button>
        ) : (
          <Button
            color="red"
            disabled={!latest.data?.etag || latest.isFetching}
            loading={deletion.isPending}
            onClick={() => deletion.mutate()}
          >
            Delete recording
          </Button>
        )}
      </Group>
    </Modal>
  )
}
