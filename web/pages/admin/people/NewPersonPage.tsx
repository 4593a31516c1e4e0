import { useQueryClient } from '@tanstack/react-query'
import { useLocation } from 'wouter'
import { addresses, leaveAnyway } from '../../../places/index.ts'
import { useApi, useTenant } from '../../../session/index.ts'
import { notify, useTitle } from '../../../ui/index.ts'
import { isEmpty } from '../draft.ts'
import { Form } from '../Form.tsx'
import { PageHead } from '../PageHead.tsx'
import { useNewDraft } from '../useNewDraft.ts'
import { forgetPeopleLists } from './queries.ts'
import { UserFields } from './UserFields.tsx'
import { newUserDraft, newUserOf, userChangesOf, userProblems } from './userDraft.ts'

/** Invites a person to the tenant. */
export function NewPersonPage() {
  useTitle('Invite a person')
  const api = useApi()
  const tenant = useTenant()
  const client = useQueryClient()
  const [, navigate] = useLocation()
  const { form, draft, change, problemOf } = useNewDraft({
    start: newUserDraft,
    isChanged: (now, start) => now.facts.email !== '' || !isEmpty(userChangesOf(now, start)),
    problemsOf: userProblems,
    bodyOf: newUserOf,
    send: (body, idempotencyKey) => api.post('/users', { tenantId: tenant.id, body, idempotencyKey }),
    made: ({ body }) => {
      forgetPeopleLists(client, tenant.id)
      leaveAnyway(() => navigate(addresses.people(tenant.id)))
      notify({ title: 'Invitation sent', message: `${body.name}, ${body.email}` })
    },
  })

  return (
    <>
      <PageHead
        back={{ href: addresses.people(tenant.id), words: 'All people' }}
        title="Invite a person"
        note="They get a mail by which they sign in for the first time."
      />
      <Form
        label="Invite a person"
        saveWords="Send invitation"
        reset={() => navigate(addresses.people(tenant.id))}
        {...form}
      >
        <UserFields draft={draft} change={change} problemOf={problemOf} isNew />
      </Form>
    </>
  )
}
