import { useQueryClient } from '@tanstack/react-query'
import { useLocation } from 'wouter'
import { addresses, leaveAnyway } from '../../../places/index.ts'
import { useApi, useTenant } from '../../../session/index.ts'
import { notify, useTitle } from '../../../ui/index.ts'
import { changesOf, isEmpty } from '../draft.ts'
import { Form } from '../Form.tsx'
import { PageHead } from '../PageHead.tsx'
import { useNewDraft } from '../useNewDraft.ts'
import { CustomFieldFields } from './CustomFieldFields.tsx'
import { customFieldProblems, newCustomFieldDraft, newCustomFieldOf } from './customFieldDraft.ts'
import { showCustomField } from './queries.ts'

/** Defines a custom field. */
export function NewCustomFieldPage() {
  useTitle('New custom field')
  const api = useApi()
  const tenant = useTenant()
  const client = useQueryClient()
  const [, navigate] = useLocation()
  const { form, draft, change, problemOf } = useNewDraft({
    start: newCustomFieldDraft,
    isChanged: (now, start) => !isEmpty(changesOf(now, start)),
    problemsOf: customFieldProblems,
    bodyOf: newCustomFieldOf,
    send: (body, idempotencyKey) => api.post('/custom-fields', { tenantId: tenant.id, body, idempotencyKey }),
    made: (answer) => {
      showCustomField(client, tenant.id, answer)
      leaveAnyway(() => navigate(addresses.customFields(tenant.id)))
      notify({ title: 'Custom field created', message: answer.body.label })
    },
  })

  return (
    <>
      <PageHead
        back={{ href: addresses.customFields(tenant.id), words: 'All custom fields' }}
        title="New custom field"
      />
      <Form
        label="New custom field"
        saveWords="Create custom field"
        reset={() => navigate(addresses.customFields(tenant.id))}
        {...form}
      >
        <CustomFieldFields isNew draft={draft} change={change} problemOf={problemOf} />
      </Form>
    </>
  )
}
