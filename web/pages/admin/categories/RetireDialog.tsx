import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { Category } from '../../../api/index.ts'
import { useApi, useTenant } from '../../../session/index.ts'
import { notify } from '../../../ui/index.ts'
import { ConfirmDialog } from '../ConfirmDialog.tsx'
import { showCategory } from './queries.ts'

const words = {
  retire: {
    title: (name: string) => `Retire category ${name}?`,
    consequences: [
      'It is put on no more recordings. Those that have it keep it, and can still be found by it.',
      'It can be restored at any time.',
    ],
    ...{ button: 'Retire category', done: 'Category retired' },
  },
  restore: {
    title: (name: string) => `Restore category ${name}?`,
    consequences: ['It can be put on recordings again.'],
    ...{ button: 'Restore category', done: 'Category restored' },
  },
} as const

type RetireDialogProps = { category: Category; deed: keyof typeof words; onClose: () => void }

/** Asks before a category is retired or restored, and says what will happen. */
export function RetireDialog({ category, deed, onClose }: RetireDialogProps) {
  const api = useApi()
  const tenant = useTenant()
  const client = useQueryClient()
  const { title, consequences, button, done } = words[deed]
  const doing = useMutation({
    mutationFn: async () => {
      const options = { tenantId: tenant.id, params: { categoryId: category.id } }
      // It is retired as whatever it is called by now.
      const { etag } = await api.get('/categories/{categoryId}', options)
      return api.patch('/categories/{categoryId}', {
        ...{ ...options, ifMatch: etag ?? '', body: { isRetired: deed === 'retire' } },
      })
    },
    onSuccess: (answer) => {
      showCategory(client, api, tenant.id, answer)
      onClose()
      notify({ title: done, message: answer.body.name })
    },
  })
  return (
    <ConfirmDialog
      title={title(category.name)}
      consequences={consequences}
      button={button}
      isPending={doing.isPending}
      error={doing.error}
      onConfirm={() => doing.mutate()}
      onClose={onClose}
    />
  )
}
