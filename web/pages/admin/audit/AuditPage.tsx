import { Button } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { keepPreviousData, useInfiniteQuery, useMutation } from '@tanstack/react-query'
import { useLocation, useSearch } from 'wouter'
import type { AuditFilters } from '../../../api/index.ts'
import { auditQuery, ListFoot } from '../../../audit/index.ts'
import { tellFailure } from '../../../parts/index.ts'
import { addresses } from '../../../places/index.ts'
import { useApi, useFormats, useTenant } from '../../../session/index.ts'
import { Failure, notify, useTitle } from '../../../ui/index.ts'
import page from '../RoutesPage.module.css'
import { AuditFilterBar } from './AuditFilterBar.tsx'
import { AuditTable } from './AuditTable.tsx'
import { type AuditView, auditQuestionOf, auditSearchOf, auditViewOf } from './auditFilters.ts'

/** Saves a text as a file of this name. */
function saveText(fileName: string, text: string) {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/csv;charset=utf-8' }))
  const anchor = document.createElement('a')
  anchor.href = url
  anchor.download = fileName
  anchor.hidden = true
  document.body.append(anchor)
  anchor.click()
  anchor.remove()
  // The browser reads it a moment later.
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}

/** Who did what in the tenant. */
export function AuditPage() {
  useTitle('Audit')
  const api = useApi()
  const tenant = useTenant()
  const { timeZone } = useFormats()
  const [, navigate] = useLocation()
  const view = auditViewOf(useSearch())
  // The bounds of "today" hold still until midnight: the same question finds the same pages.
  const question = auditQuestionOf(view, new Date(), timeZone)
  const list = useInfiniteQuery({ ...auditQuery(api, tenant.id, question), placeholderData: keepPreviousData })
  const entries = list.data?.pages.flatMap(({ items }) => items)
  const show = (next: AuditView) => navigate(addresses.audit(tenant.id, auditSearchOf(next)))

  const exporting = useMutation({
    mutationFn: async (body: AuditFilters) => (await api.post('/audit/export', { tenantId: tenant.id, body })).body,
    onSuccess: ({ fileName, csv, isComplete }) => {
      saveText(fileName, csv)
      if (isComplete) notify({ message: 'Exported.' })
      else notify({ title: 'Exported in part', message: 'There are more than fit into one file. Narrow the filters.' })
    },
    onError: tellFailure,
  })

  const isEmpty = entries?.length === 0 && !list.hasNextPage
  return (
    <div className={page.page}>
      <div className={page.head}>
        <p className={page.lead}>Who did what, and what was denied, newest first. Nobody can change or delete it.</p>
        <Button
          variant="default"
          leftSection={<IconDownload size={16} />}
          loading={exporting.isPending}
          onClick={() => exporting.mutate(question)}
        >
          Export as CSV
        </Button>
      </div>
      <AuditFilterBar view={view} show={show} />
      {list.error && !list.data ? (
        <Failure error={list.error} retry={() => list.refetch()} />
      ) : isEmpty ? (
        <p role="status" className={page.lead}>
          Nothing of the kind is in the audit.
        </p>
      ) : (
        <>
          <AuditTable entries={entries} narrow={(facts) => show({ ...view, ...facts })} />
          {list.data && <ListFoot list={list} />}
        </>
      )}
    </div>
  )
}
