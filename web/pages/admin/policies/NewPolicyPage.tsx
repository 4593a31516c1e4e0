import { useQueryClient } from '@tanstack/react-query'
import { useRef } from 'react'
import { useLocation } from 'wouter'
import { useHistoryState } from 'wouter/use-browser-location'
import { addresses, leaveAnyway } from '../../../places/index.ts'
import { useApi, useTenant } from '../../../session/index.ts'
import { notify, useTitle } from '../../../ui/index.ts'
import { isEmpty } from '../draft.ts'
import { Form } from '../Form.tsx'
import { PageHead } from '../PageHead.tsx'
import { useNewDraft } from '../useNewDraft.ts'
import type { DocumentHandle } from './DocumentFields.tsx'
import { startingDocument } from './document.ts'
import { PolicyFields } from './PolicyFields.tsx'
import classes from './policies.module.css'
import { newPolicyOf, type PolicyDraft, policyChangesOf, policyProblems } from './policyDraft.ts'
import { showPolicy } from './queries.ts'
import { TryPolicy } from './TryPolicy.tsx'

/** What a policy is copied from, as the history entry says. */
const copiedFrom = (state: unknown): string | undefined => {
  const document: unknown = typeof state === 'object' && state !== null ? Reflect.get(state, 'document') : undefined
  return typeof document === 'string' ? document : undefined
}

/** Makes a policy. */
export function NewPolicyPage() {
  useTitle('New policy')
  const api = useApi()
  const tenant = useTenant()
  const client = useQueryClient()
  const document = useRef<DocumentHandle>(null)
  const [, navigate] = useLocation()
  const state: unknown = useHistoryState()
  const start: PolicyDraft = { name: '', description: '', document: copiedFrom(state) ?? startingDocument }
  const { draft, change, problemOf, form } = useNewDraft({
    start,
    isChanged: (now, before) => !isEmpty(policyChangesOf(now, before)),
    problemsOf: policyProblems,
    bodyOf: newPolicyOf,
    send: (body, idempotencyKey) => api.post('/policies', { tenantId: tenant.id, body, idempotencyKey }),
    made: (answer) => {
      showPolicy(client, tenant.id, answer)
      leaveAnyway(() => navigate(addresses.policy(tenant.id, answer.body.id)))
      notify({ title: 'Policy created', message: answer.body.name })
    },
  })

  return (
    <>
      <PageHead title="New policy" back={{ href: addresses.policies(tenant.id), words: 'All policies' }} />
      <div className={classes.split}>
        <Form
          label="New policy"
          {...form}
          saveWords="Create policy"
          reset={() => navigate(addresses.policies(tenant.id))}
        >
          <PolicyFields documentRef={document} draft={draft} change={change} problemOf={problemOf} />
        </Form>
        <TryPolicy document={draft.document} show={(statement) => document.current?.showStatement(statement)} />
      </div>
    </>
  )
}
