import { Button } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { useLocation } from 'wouter'
import { isProblem, type Recorder } from '../../../api/index.ts'
import { addresses, leaveAnyway } from '../../../places/index.ts'
import { useApi, useFormats, usePermissions, useTenant } from '../../../session/index.ts'
import { Failure, LinkButton, Message, useTitle } from '../../../ui/index.ts'
import { rebase } from '../draft.ts'
import { Form } from '../Form.tsx'
import { FormSkeleton } from '../FormSkeleton.tsx'
import { PageHead } from '../PageHead.tsx'
import type { Answered } from '../queries.ts'
import { useDraft } from '../useDraft.ts'
import { Failures } from './Failures.tsx'
import { recorderQuery, showRecorder } from './queries.ts'
import { type RecorderDeed, RecorderDialog } from './RecorderDialog.tsx'
import { RecorderFields } from './RecorderFields.tsx'
import { recorderChangesOf, recorderDraftOf, recorderProblems } from './recorderDraft.ts'
import { Secrets } from './Secrets.tsx'
import { State } from './State.tsx'
import { agoWords, lastDayWords, minutesWords } from './words.ts'

/** One recorder: what it may send, its secrets, and what was refused. */
export function RecorderPage({ recorderId }: { recorderId: string }) {
  const api = useApi()
  const tenant = useTenant()
  const recorder = useQuery(recorderQuery(api, tenant.id, recorderId))
  useTitle(recorder.data?.body.name ?? 'Recorder')

  if (recorder.data) return <LoadedRecorder saved={recorder.data} reload={recorder.refetch} />
  if (!recorder.error) return <FormSkeleton />
  if (isProblem(recorder.error, 'not_found', 'invalid_request')) {
    return (
      <Message
        title="There is no such recorder for you"
        actions={<LinkButton href={addresses.recorders(tenant.id)}>All recorders</LinkButton>}
      >
        <p>It was deleted, or it never was.</p>
      </Message>
    )
  }
  return <Failure error={recorder.error} retry={() => recorder.refetch()} />
}

function LoadedRecorder({ saved, reload }: { saved: Answered<Recorder>; reload: () => Promise<unknown> }) {
  const api = useApi()
  const tenant = useTenant()
  const client = useQueryClient()
  const formats = useFormats()
  const { may } = usePermissions()
  const [, navigate] = useLocation()
  const [deed, setDeed] = useState<RecorderDeed | null>(null)
  const asked = useRef<HTMLButtonElement | null>(null)
  const recorder = saved.body
  const canEdit = may('recorder:Edit')
  const form = useDraft({
    saved,
    reload,
    draftOf: recorderDraftOf,
    rebase,
    changesOf: recorderChangesOf,
    problemsOf: recorderProblems,
    send: (body, ifMatch) =>
      api.patch('/recorders/{recorderId}', {
        ...{ tenantId: tenant.id, params: { recorderId: recorder.id } },
        ...{ body, ifMatch },
      }),
    show: (answer) => showRecorder(client, tenant.id, answer),
  })
  const { lastReceivedAt, silenceMinutes } = recorder
  const last =
    lastReceivedAt === null
      ? 'It has sent nothing yet.'
      : `Last received ${agoWords(lastReceivedAt, new Date(), formats.locale)}.`
  const deeds: readonly { id: RecorderDeed; words: string }[] = [
    recorder.isEnabled ? { id: 'disable', words: 'Disable…' } : { id: 'enable', words: 'Enable…' },
    { id: 'delete', words: 'Delete…' },
  ]

  return (
    <>
      <PageHead
        title={recorder.name}
        back={{ href: addresses.recorders(tenant.id), words: 'All recorders' }}
        note={
          <>
            <State recorder={recorder} /> · {last} In the last 24 hours:{' '}
            {lastDayWords(recorder, formats.number).toLocaleLowerCase()}.
            {recorder.isEnabled && recorder.isSilent && silenceMinutes !== null && (
              <>
                {' '}
                Nothing came for more than {minutesWords(silenceMinutes)}: see whether it runs and reaches this address.
              </>
            )}
          </>
        }
        actions={
          canEdit &&
          deeds.map(({ id, words }) => (
            <Button
              key={id}
              variant="default"
              onClick={(event) => {
                asked.current = event.currentTarget
                setDeed(id)
              }}
            >
              {words}
            </Button>
          ))
        }
      />
      <Form
        label={`Recorder ${recorder.name}`}
        readOnlyReason={canEdit ? undefined : 'You may see this recorder, but not change it.'}
        {...form}
      >
        <RecorderFields draft={form.draft} change={form.change} problemOf={form.problemOf} />
      </Form>
      <Secrets recorder={recorder} canEdit={canEdit} reload={reload} />
      <Failures failures={recorder.failures} />
      {deed && (
        <RecorderDialog
          deed={deed}
          saved={saved}
          reload={reload}
          onClose={() => {
            setDeed(null)
            asked.current?.focus()
          }}
          onGone={() => leaveAnyway(() => navigate(addresses.recorders(tenant.id)))}
        />
      )}
    </>
  )
}
