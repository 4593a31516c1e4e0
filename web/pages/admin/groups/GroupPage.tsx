import { Button } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { useLocation } from 'wouter'
import { ApiProblem, type Group, isProblem } from '../../../api/index.ts'
import { addresses, leaveAnyway } from '../../../places/index.ts'
import { useApi, usePermissions, useTenant } from '../../../session/index.ts'
import { Failure, LinkButton, Message, notify, useTitle } from '../../../ui/index.ts'
import { ConfirmDialog } from '../ConfirmDialog.tsx'
import { Form } from '../Form.tsx'
import { FormSkeleton } from '../FormSkeleton.tsx'
import { PageHead } from '../PageHead.tsx'
import type { Answered } from '../queries.ts'
import { useDraft } from '../useDraft.ts'
import { GroupFields } from './GroupFields.tsx'
import { groupChangesOf, groupDraftOf, groupProblems, rebaseGroup } from './groupDraft.ts'
import { Members } from './Members.tsx'
import { forgetGroup, groupQuery, showGroup } from './queries.ts'

/** One group: who is in it, and what that gives them. */
export function GroupPage({ groupId }: { groupId: string }) {
  const api = useApi()
  const tenant = useTenant()
  const group = useQuery(groupQuery(api, tenant.id, groupId))
  useTitle(group.data?.body.name ?? 'Group')

  if (group.data) return <LoadedGroup saved={group.data} reload={group.refetch} />
  if (!group.error) return <FormSkeleton />
  if (isProblem(group.error, 'not_found', 'invalid_request')) {
    return (
      <Message
        title="There is no such group for you"
        actions={<LinkButton href={addresses.groups(tenant.id)}>All groups</LinkButton>}
      >
        <p>It was deleted, or it never was.</p>
      </Message>
    )
  }
  return <Failure error={group.error} retry={() => group.refetch()} />
}

function LoadedGroup({ saved, reload }: { saved: Answered<Group>; reload: () => Promise<unknown> }) {
  const api = useApi()
  const tenant = useTenant()
  const client = useQueryClient()
  const { may } = usePermissions()
  const [isAsking, setIsAsking] = useState(false)
  const asked = useRef<HTMLButtonElement>(null)
  const group = saved.body
  const form = useDraft({
    saved,
    reload,
    draftOf: groupDraftOf,
    rebase: rebaseGroup,
    changesOf: groupChangesOf,
    problemsOf: groupProblems,
    send: (body, ifMatch) =>
      api.patch('/groups/{groupId}', { tenantId: tenant.id, params: { groupId: group.id }, body, ifMatch }),
    show: (answer) => showGroup(client, tenant.id, answer),
  })

  return (
    <>
      <PageHead
        back={{ href: addresses.groups(tenant.id), words: 'All groups' }}
        title={group.name}
        actions={
          may('group:Edit') && (
            <Button ref={asked} variant="default" onClick={() => setIsAsking(true)}>
              Delete…
            </Button>
          )
        }
      />
      <Members group={group} />
      <Form
        label={`Group ${group.name}`}
        readOnlyReason={may('group:Edit') ? undefined : 'You may see groups, but not change them.'}
        {...form}
      >
        <GroupFields draft={form.draft} change={form.change} problemOf={form.problemOf} />
      </Form>
      {isAsking && (
        <DeleteGroup
          saved={saved}
          reload={reload}
          onClose={() => {
            setIsAsking(false)
            asked.current?.focus()
          }}
        />
      )}
    </>
  )
}

type DeleteGroupProps = { saved: Answered<Group>; reload: () => Promise<unknown>; onClose: () => void }

function DeleteGroup({ saved, reload, onClose }: DeleteGroupProps) {
  const api = useApi()
  const tenant = useTenant()
  const client = useQueryClient()
  const [, navigate] = useLocation()
  const { id, name, members } = saved.body

  const gone = () => {
    forgetGroup(client, tenant.id, id)
    leaveAnyway(() => navigate(addresses.groups(tenant.id)))
    notify({ title: 'Group deleted', message: name })
  }
  const deleting = useMutation({
    mutationFn: async () => {
      if (saved.etag === null) {
        throw new ApiProblem({ code: 'unreadable_answer', status: null, detail: 'No ETag.', requestId: null })
      }
      await api.delete('/groups/{groupId}', { tenantId: tenant.id, params: { groupId: id }, ifMatch: saved.etag })
    },
    onSuccess: gone,
    onError: async (error) => {
      if (isProblem(error, 'not_found')) gone()
      else if (isProblem(error, 'precondition_failed', 'conflict')) await reload().catch(() => undefined)
    },
  })
  const whoStays =
    members.length === 0
      ? 'Nobody is in it.'
      : `Its ${members.length === 1 ? 'member stays' : `${members.length} members stay`} in the tenant, without what the group lets them do.`

  return (
    <ConfirmDialog
      title={`Delete group ${name}?`}
      consequences={[whoStays, 'This cannot be undone.']}
      button="Delete group"
      isDanger
      isPending={deleting.isPending}
      error={deleting.error}
      onConfirm={() => deleting.mutate()}
      onClose={onClose}
    />
  )
}
