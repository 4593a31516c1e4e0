import { Modal } from '@mantine/core'
import { queryOptions, useQueries } from '@tanstack/react-query'
import type { Permission } from '../../../functions/contract/index.ts'
import { type Api, type Denials, type RecordingSummary, wordsOf } from '../../api/index.ts'
import { useApi, useTenant } from '../../session/index.ts'
import classes from './WhyDialog.module.css'

/** Whether the person may do something to a recording, and by what it is decided. */
const explanationQuery = (api: Api, tenantId: string, action: Permission, recordingId: string) =>
  queryOptions({
    queryKey: ['tenant', tenantId, 'explanation', action, recordingId],
    queryFn: async ({ signal }) =>
      (await api.post('/permissions/explain', { tenantId, body: { action, recordingId }, signal })).body,
    staleTime: 30_000,
  })

/** What of a recording may be off, with the permission that it takes. */
const deeds: readonly { id: keyof Denials; words: string; permission: Permission }[] = [
  { id: 'play', words: 'Play', permission: 'recording:Play' },
  { id: 'video', words: 'Play video', permission: 'recording:PlayVideo' },
  { id: 'download', words: 'Download', permission: 'recording:Download' },
  { id: 'edit', words: 'Edit', permission: 'recording:Edit' },
  { id: 'delete', words: 'Delete', permission: 'recording:Delete' },
]

type WhyDialogProps = { recording: Pick<RecordingSummary, 'id' | 'denials'>; onClose: () => void }

/** Why actions on a recording are off: which policy, limit or switch decides. */
export default function WhyDialog({ recording: { id, denials }, onClose }: WhyDialogProps) {
  const api = useApi()
  const tenant = useTenant()
  const denied = deeds.filter((deed) => denials?.[deed.id])
  const explained = useQueries({
    queries: denied.map(({ permission }) => explanationQuery(api, tenant.id, permission, id)),
  })
  return (
    <Modal opened onClose={onClose} title="Why these are off" returnFocus={false}>
      <dl className={classes.list} aria-busy={explained.some(({ isPending }) => isPending)}>
        {denied.map(({ id: deed, words }, index) => {
          const { data, error } = explained[index] ?? {}
          return (
            <div key={deed} className={classes.item}>
              <dt>{words}</dt>
              <dd>{data ? data.sentence : error ? `${wordsOf(error).title}.` : '…'}</dd>
            </div>
          )
        })}
      </dl>
    </Modal>
  )
}
