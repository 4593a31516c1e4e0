import { Button } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { ApiProblem, type CustomField, isProblem } from '../../../api/index.ts'
import { addresses } from '../../../places/index.ts'
import { useApi, useFormats, usePermissions, useTenant } from '../../../session/index.ts'
import { Failure, LinkButton, Message, notify, useTitle } from '../../../ui/index.ts'
import { ConfirmDialog } from '../ConfirmDialog.tsx'
import { rebase } from '../draft.ts'
import { Form } from '../Form.tsx'
import { FormSkeleton } from '../FormSkeleton.tsx'
import { PageHead } from '../PageHead.tsx'
import type { Answered } from '../queries.ts'
import { useDraft } from '../useDraft.ts'
import { CustomFieldFields } from './CustomFieldFields.tsx'
import { customFieldChangesOf, customFieldDraftOf, customFieldProblems } from './customFieldDraft.ts'
import { customFieldQuery, showCustomField } from './queries.ts'

/** One custom field: what it takes and who fills it in. */
export function CustomFieldPage({ customFieldId }: { customFieldId: string }) {
  const api = useApi()
  const tenant = useTenant()
  const field = useQuery(customFieldQuery(api, tenant.id, customFieldId))
  useTitle(field.data?.body.label ?? 'Custom field')

  if (field.data) return <LoadedField saved={field.data} reload={field.refetch} />
  if (!field.error) return <FormSkeleton />
  if (isProblem(field.error, 'not_found', 'invalid_request')) {
    return (
      <Message
        title="There is no such custom field for you"
        actions={<LinkButton href={addresses.customFields(tenant.id)}>All custom fields</LinkButton>}
      >
        <p>Check the address and the tenant.</p>
      </Message>
    )
  }
  return <Failure error={field.error} retry={() => field.refetch()} />
}

type LoadedFieldProps = { saved: Answered<CustomField>; reload: () => Promise<unknown> }

function LoadedField({ saved, reload }: LoadedFieldProps) {
  const api = useApi()
  const tenant = useTenant()
  const client = useQueryClient()
  const formats = useFormats()
  const { may } = usePermissions()
  const [isAsking, setIsAsking] = useState(false)
  const asked = useRef<HTMLButtonElement>(null)
  const field = saved.body
  const form = useDraft({
    saved,
    reload,
    draftOf: customFieldDraftOf,
    rebase,
    changesOf: customFieldChangesOf,
    problemsOf: customFieldProblems,
    send: (body, ifMatch) =>
      api.patch('/custom-fields/{customFieldId}', {
        ...{ tenantId: tenant.id, params: { customFieldId: field.id }, body, ifMatch },
      }),
    show: (answer) => showCustomField(client, tenant.id, answer),
  })
  const isRetired = field.retiredAt !== null

  return (
    <>
      <PageHead
        back={{ href: addresses.customFields(tenant.id), words: 'All custom fields' }}
        title={field.label}
        note={
          field.retiredAt !== null &&
          `Retired on ${formats.dateTime(field.retiredAt)}: it is hidden, and what it holds is kept.`
        }
        actions={
          may('customField:Edit') && (
            <Button ref={asked} variant="default" onClick={() => setIsAsking(true)}>
              {isRetired ? 'Restore…' : 'Retire…'}
            </Button>
          )
        }
      />
      <Form
        label={`Custom field ${field.label}`}
        readOnlyReason={may('customField:Edit') ? undefined : 'You may see custom fields, but not change them.'}
        {...form}
      >
        <CustomFieldFields isNew={false} draft={form.draft} change={form.change} problemOf={form.problemOf} />
      </Form>
      {isAsking && (
        <RetireDialog
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

type RetireDialogProps = LoadedFieldProps & { onClose: () => void }

/** Asks before a field is retired or restored, and says what will happen. */
function RetireDialog({ saved, reload, onClose }: RetireDialogProps) {
  const api = useApi()
  const tenant = useTenant()
  const client = useQueryClient()
  const { id, label, retiredAt, name } = saved.body
  const isRestoring = retiredAt !== null
  const doing = useMutation({
    mutationFn: () => {
      if (saved.etag === null) {
        throw new ApiProblem({ code: 'unreadable_answer', status: null, detail: 'No ETag.', requestId: null })
      }
      return api.patch('/custom-fields/{customFieldId}', {
        ...{ tenantId: tenant.id, params: { customFieldId: id }, ifMatch: saved.etag },
        body: { isRetired: !isRestoring },
      })
    },
    onSuccess: (answer) => {
      showCustomField(client, tenant.id, answer)
      onClose()
      notify({ title: isRestoring ? 'Custom field restored' : 'Custom field retired', message: label })
    },
    onError: async (error) => {
      if (isProblem(error, 'precondition_failed', 'conflict')) await reload().catch(() => undefined)
    },
  })
  return (
    <ConfirmDialog
      title={`${isRestoring ? 'Restore' : 'Retire'} custom field ${label}?`}
      consequences={
        isRestoring
          ? ['It is shown again, with all that it held.']
          : [
              'It is hidden on all recordings, and no longer filled in. What it holds is kept.',
              `Policies that speak of recording.custom.${name} go on by what it holds. It can be restored at any time.`,
            ]
      }
      button={isRestoring ? 'Restore custom field' : 'Retire custom field'}
      isPending={doing.isPending}
      error={doing.error}
      onConfirm={() => doing.mutate()}
      onClose={onClose}
    />
  )
}
