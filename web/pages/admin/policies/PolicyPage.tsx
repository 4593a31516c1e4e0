import { Button } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { useLocation } from 'wouter'
import { isProblem, type Policy } from '../../../api/index.ts'
import { addresses, leaveAnyway } from '../../../places/index.ts'
import { useApi, usePermissions, useTenant } from '../../../session/index.ts'
import { Failure, LinkButton, Message, useTitle } from '../../../ui/index.ts'
import { rebase } from '../draft.ts'
import { Form } from '../Form.tsx'
import { FormSkeleton } from '../FormSkeleton.tsx'
import { PageHead } from '../PageHead.tsx'
import type { Answered } from '../queries.ts'
import { useDraft } from '../useDraft.ts'
import { DeletePolicy } from './DeletePolicy.tsx'
import type { DocumentHandle } from './DocumentFields.tsx'
import { PolicyFields } from './PolicyFields.tsx'
import classes from './policies.module.css'
import { policyChangesOf, policyDraftOf, policyProblems } from './policyDraft.ts'
import { policyQuery, showPolicy } from './queries.ts'
import { TryPolicy } from './TryPolicy.tsx'

/** One policy: what it says, what it would answer, and who holds it. */
export function PolicyPage({ policyId }: { policyId: string }) {
  const api = useApi()
  const tenant = useTenant()
  const policy = useQuery(policyQuery(api, tenant.id, policyId))
  useTitle(policy.data?.body.name ?? 'Policy')

  if (policy.data) return <LoadedPolicy saved={policy.data} reload={policy.refetch} />
  if (!policy.error) return <FormSkeleton />
  if (isProblem(policy.error, 'not_found', 'invalid_request')) {
    return (
      <Message
        title="There is no such policy for you"
        actions={<LinkButton href={addresses.policies(tenant.id)}>All policies</LinkButton>}
      >
        <p>It was deleted, or it never was.</p>
      </Message>
    )
  }
  return <Failure error={policy.error} retry={() => policy.refetch()} />
}

const plural = (count: number, one: string, many: string) => `${count} ${count === 1 ? one : many}`

/** `Held by 3 people and 1 group.` */
function heldBy({ holders: { users, groups } }: Policy): string {
  if (users + groups === 0) return 'Nobody holds it yet.'
  const parts = [
    ...(users > 0 ? [plural(users, 'person', 'people')] : []),
    ...(groups > 0 ? [plural(groups, 'group', 'groups')] : []),
  ]
  return `Held by ${parts.join(' and ')}. A change holds for all of them at once.`
}

function LoadedPolicy({ saved, reload }: { saved: Answered<Policy>; reload: () => Promise<unknown> }) {
  const api = useApi()
  const tenant = useTenant()
  const client = useQueryClient()
  const document = useRef<DocumentHandle>(null)
  const { may } = usePermissions()
  const [, navigate] = useLocation()
  const [isDeleting, setIsDeleting] = useState(false)
  const asked = useRef<HTMLButtonElement>(null)
  const policy = saved.body
  const isReadOnly = !may('policy:Edit')
  const form = useDraft({
    saved,
    reload,
    draftOf: policyDraftOf,
    rebase,
    changesOf: policyChangesOf,
    problemsOf: policyProblems,
    send: (body, ifMatch) =>
      api.patch('/policies/{policyId}', { tenantId: tenant.id, params: { policyId: policy.id }, body, ifMatch }),
    show: (answer) => showPolicy(client, tenant.id, answer),
  })

  return (
    <>
      <PageHead
        title={policy.name}
        back={{ href: addresses.policies(tenant.id), words: 'All policies' }}
        note={heldBy(policy)}
        actions={
          <>
            {may('policy:Edit') && (
              <LinkButton href={addresses.newPolicy(tenant.id)} state={{ document: policy.document }} variant="default">
                Copy
              </LinkButton>
            )}
            {!isReadOnly && (
              <Button ref={asked} variant="default" onClick={() => setIsDeleting(true)}>
                Delete…
              </Button>
            )}
          </>
        }
      />
      <div className={classes.split}>
        <Form label={`Policy ${policy.name}`} {...form}>
          {isReadOnly && <p>You may see this policy, but not change it.</p>}
          <PolicyFields
            documentRef={document}
            draft={form.draft}
            change={form.change}
            problemOf={form.problemOf}
            isReadOnly={isReadOnly}
          />
        </Form>
        <TryPolicy document={form.draft.document} show={(statement) => document.current?.showStatement(statement)} />
      </div>
      {isDeleting && (
        <DeletePolicy
          saved={saved}
          reload={reload}
          onClose={() => {
            setIsDeleting(false)
            asked.current?.focus()
          }}
          onGone={() => leaveAnyway(() => navigate(addresses.policies(tenant.id)))}
        />
      )}
    </>
  )
}
