import { useQueryClient } from '@tanstack/react-query'
import type { Policy } from '../../../api/index.ts'
import { useApi, useTenant } from '../../../session/index.ts'
import { notify } from '../../../ui/index.ts'
import { ConfirmDialog } from '../ConfirmDialog.tsx'
import type { Answered } from '../queries.ts'
import { useDeletion } from '../useDeletion.ts'
import { forgetPolicy } from './queries.ts'

type DeletePolicyProps = {
  saved: Answered<Policy>
  reload: () => Promise<unknown>
  onClose: () => void
  onGone: () => void
}

/** Asks before a policy is deleted. */
export function DeletePolicy({ saved: { body: policy, etag }, reload, onClose, onGone }: DeletePolicyProps) {
  const api = useApi()
  const tenant = useTenant()
  const client = useQueryClient()
  const deletion = useDeletion({
    etag,
    reload,
    send: (ifMatch) =>
      api.delete('/policies/{policyId}', { tenantId: tenant.id, params: { policyId: policy.id }, ifMatch }),
    gone: () => {
      onGone()
      forgetPolicy(client, tenant.id, policy.id)
      notify({ title: 'Policy deleted', message: policy.name })
    },
  })
  return (
    <ConfirmDialog
      title={`Delete policy ${policy.name}?`}
      consequences={[
        'What it says goes for good. This cannot be undone.',
        'A policy that people or groups hold cannot be deleted; then nothing happens.',
      ]}
      button="Delete policy"
      isDanger
      isPending={deletion.isPending}
      error={deletion.error}
      onConfirm={() => deletion.mutate()}
      onClose={onClose}
    />
  )
}
