import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useLocation } from 'wouter'
import type { MadeRecorder } from '../../../api/index.ts'
import { addresses } from '../../../places/index.ts'
import { useApi, useTenant } from '../../../session/index.ts'
import { LinkButton, useTitle } from '../../../ui/index.ts'
import { isEmpty } from '../draft.ts'
import { Form } from '../Form.tsx'
import { PageHead } from '../PageHead.tsx'
import { useNewDraft } from '../useNewDraft.ts'
import { showRecorder } from './queries.ts'
import { RecorderFields } from './RecorderFields.tsx'
import { newRecorderDraft, newRecorderOf, recorderChangesOf, recorderProblems } from './recorderDraft.ts'
import { SecretOnce } from './SecretOnce.tsx'

/** Makes a recorder, and tells its secret. */
export function NewRecorderPage() {
  const [made, setMade] = useState<MadeRecorder | null>(null)
  useTitle(made?.name ?? 'New recorder')
  return made ? <Made recorder={made} /> : <NewRecorder made={setMade} />
}

function NewRecorder({ made }: { made: (recorder: MadeRecorder) => void }) {
  const api = useApi()
  const tenant = useTenant()
  const client = useQueryClient()
  const [, navigate] = useLocation()
  const { draft, change, problemOf, form } = useNewDraft({
    start: newRecorderDraft,
    isChanged: (now, before) => !isEmpty(recorderChangesOf(now, before)),
    problemsOf: recorderProblems,
    bodyOf: newRecorderOf,
    send: (body) => api.post('/recorders', { tenantId: tenant.id, body }),
    made: ({ body: { secret, ...recorder }, etag }) => {
      if (etag !== null) showRecorder(client, tenant.id, { body: recorder, etag })
      made({ ...recorder, secret })
    },
  })
  return (
    <>
      <PageHead title="New recorder" back={{ href: addresses.recorders(tenant.id), words: 'All recorders' }} />
      <Form
        label="New recorder"
        {...form}
        saveWords="Create recorder"
        reset={() => navigate(addresses.recorders(tenant.id))}
      >
        <RecorderFields draft={draft} change={change} problemOf={problemOf} />
      </Form>
    </>
  )
}

function Made({ recorder }: { recorder: MadeRecorder }) {
  const tenant = useTenant()
  return (
    <>
      <PageHead
        title={`Recorder ${recorder.name} is made`}
        back={{ href: addresses.recorders(tenant.id), words: 'All recorders' }}
      />
      <SecretOnce clientId={recorder.clientId} secret={recorder.secret.value}>
        <LinkButton href={addresses.recorder(tenant.id, recorder.id)}>I have copied them</LinkButton>
      </SecretOnce>
    </>
  )
}
