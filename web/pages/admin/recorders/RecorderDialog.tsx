import { useMutation, useQueryClient } from '@tanstack/react-query'
import { ApiProblem, isProblem, type Recorder } from '../../../api/index.ts'
import { useApi, useTenant } from '../../../session/index.ts'
import { notify } from '../../../ui/index.ts'
import { ConfirmDialog } from '../ConfirmDialog.tsx'
import type { Answered } from '../queries.ts'
import { forgetRecorder, showRecorder } from './queries.ts'

export type RecorderDeed = 'disable' | 'enable' | 'delete'

type DeedWords = { title: string; consequences: readonly string[]; button: string; done: string }

const words: Record<RecorderDeed, DeedWords> = {
  disable: {
    title: 'Disable recorder',
    consequences: [
      'It gets no token any more, and what it sends is refused. Its recordings stay. It can be enabled again.',
    ],
    button: 'Disable recorder',
    done: 'Recorder disabled',
  },
  enable: {
    title: 'Enable recorder',
    consequences: ['It may send calls again, with the secrets that it has.'],
    button: 'Enable recorder',
    done: 'Recorder enabled',
  },
  delete: {
    title: 'Delete recorder',
    consequences: [
      'Its client ID and secrets open nothing any more, and what it sends is refused. This cannot be undone.',
      'Its recordings stay.',
    ],
    button: 'Delete recorder',
    done: 'Recorder deleted',
  },
}

type RecorderDialogProps = {
  deed: RecorderDeed
  saved: Answered<Recorder>
  reload: () => Promise<unknown>
  onClose: () => void
  onGone: () => void
}

/** Asks before a recorder is disabled, enabled or deleted, and says what will happen. */
export function RecorderDialog({
  deed,
  saved: { body: recorder, etag },
  reload,
  onClose,
  onGone,
}: RecorderDialogProps) {
  const api = useApi()
  const tenant = useTenant()
  const client = useQueryClient()
  const { title, consequences, button, done } = words[deed]

  const gone = () => {
    onGone()
    forgetRecorder(client, tenant.id, recorder.id)
    notify({ title: words.delete.done, message: recorder.name })
  }
  const doing = useMutation({
    mutationFn: async (): Promise<Answered<Recorder> | null> => {
      if (etag === null) {
        throw new ApiProblem({ code: 'unreadable_answer', status: null, detail: 'No ETag.', requestId: null })
      }
      const options = { tenantId: tenant.id, params: { recorderId: recorder.id }, ifMatch: etag }
      if (deed !== 'delete') {
        return api.patch('/recorders/{recorderId}', { ...options, body: { isEnabled: deed === 'enable' } })
      }
      await api.delete('/recorders/{recorderId}', options)
      return null
    },
    onSuccess: (answer) => {
      if (!answer) return gone()
      showRecorder(client, tenant.id, answer)
      onClose()
      notify({ title: done, message: recorder.name })
    },
    onError: async (error) => {
      if (isProblem(error, 'not_found')) gone()
      else if (isProblem(error, 'precondition_failed', 'conflict')) await reload().catch(() => undefined)
    },
  })
  return (
    <ConfirmDialog
      title={`${title} ${recorder.name}?`}
      consequences={consequences}
      button={button}
      isDanger={deed === 'delete'}
      isPending={doing.isPending}
      error={doing.error}
      onConfirm={() => doing.mutate()}
      onClose={onClose}
    />
  )
}
