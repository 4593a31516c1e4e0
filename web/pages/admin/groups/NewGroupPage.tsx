import { useQueryClient } from '@tanstack/react-query'
import { useLocation } from 'wouter'
import { addresses, leaveAnyway } from '../../../places/index.ts'
import { useApi, useTenant } from '../../../session/index.ts'
import { notify, useTitle } from '../../../ui/index.ts'
import { isEmpty } from '../draft.ts'
import { Form } from '../Form.tsx'
import { PageHead } from '../PageHead.tsx'
import { useNewDraft } from '../useNewDraft.ts'
import { GroupFields } from './GroupFields.tsx'
import { groupChangesOf, groupProblems, newGroupDraft, newGroupOf } from './groupDraft.ts'
import { showGroup } from './queries.ts'

/** Makes a group; its page is where people come into it. */
export function NewGroupPage() {
  useTitle('New group')
  const api = useApi()
  const tenant = useTenant()
  const client = useQueryClient()
  const [, navigate] = useLocation()
  const { form, draft, change, problemOf } = useNewDraft({
    start: newGroupDraft,
    isChanged: (now, start) => !isEmpty(groupChangesOf(now, start)),
    problemsOf: groupProblems,
    bodyOf: newGroupOf,
    send: (body, idempotencyKey) => api.post('/groups', { tenantId: tenant.id, body, idempotencyKey }),
    made: (answer) => {
      showGroup(client, tenant.id, answer)
      leaveAnyway(() => navigate(addresses.group(tenant.id, answer.body.id), { replace: true }))
      notify({ title: 'Group created', message: answer.body.name })
    },
  })

  return (
    <>
      <PageHead back={{ href: addresses.groups(tenant.id), words: 'All groups' }} title="New group" />
      <Form label="New group" saveWords="Create group" reset={() => navigate(addresses.groups(tenant.id))} {...form}>
        <GroupFields draft={draft} change={change} problemOf={problemOf} />
      </Form>
    </>
  )
}
