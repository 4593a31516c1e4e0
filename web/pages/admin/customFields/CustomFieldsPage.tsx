import { IconForms, IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import type { CustomFieldScope } from '../../../../functions/contract/index.ts'
import { type CustomField, customFieldsQuery } from '../../../api/index.ts'
import { addresses } from '../../../places/index.ts'
import { useApi, usePermissions, useTenant } from '../../../session/index.ts'
import { Failure, LinkButton, Message, useTitle } from '../../../ui/index.ts'
import { groupsQuery } from '../people/index.ts'
import routes from '../RoutesPage.module.css'
import { useReorder } from '../useReorder.ts'
import { FieldTable, FieldTableSkeleton } from './FieldTable.tsx'
import { scopeWords } from './words.ts'

/** What people fill in of the tenant's recordings and segments. */
export function CustomFieldsPage() {
  useTitle('Custom fields')
  const api = useApi()
  const tenant = useTenant()
  const { may } = usePermissions()
  const { data, error, refetch } = useQuery({ ...customFieldsQuery(api, tenant.id), staleTime: 0 })
  const groups = useQuery({ ...groupsQuery(api, tenant.id), enabled: may('group:Read') })
  const groupNames = new Map<string, string>(groups.data?.map(({ id, name }) => [id, name]))
  const inUse = data?.filter(({ retiredAt }) => retiredAt === null) ?? []
  const retired = data?.filter(({ retiredAt }) => retiredAt !== null) ?? []

  const make = may('customField:Edit') && (
    <LinkButton href={addresses.newCustomField(tenant.id)} leftSection={<IconPlus size={16} />}>
      New custom field
    </LinkButton>
  )
  if (error && !data) return <Failure error={error} retry={() => refetch()} />
  if (data?.length === 0) {
    return (
      <Message icon={<IconForms size={24} stroke={1.5} />} title="No custom fields yet" actions={make}>
        <p>
          A custom field is filled in for each recording, or each of its segments: a ticket number, an outcome, a due
          date. Policies and searches can go by it.
        </p>
      </Message>
    )
  }
  return (
    <div className={routes.page}>
      <div className={routes.head}>
        <p className={routes.lead}>
          What people fill in beside what the recorder says. A field that is changed or retired takes no value away.
        </p>
        <div className={routes.actions}>{make}</div>
      </div>
      {!data && <FieldTableSkeleton />}
      {(['recording', 'segment'] as const).map((scope) => {
        const fields = inUse.filter(({ appliesTo }) => appliesTo === scope)
        return fields.length > 0 && <OfScope key={scope} {...{ scope, fields, groupNames }} />
      })}
      {retired.length > 0 && (
        <section aria-labelledby="retired">
          <h2 id="retired" className={routes.heading}>
            Retired
          </h2>
          <p className={routes.lead}>
            They are hidden. What they hold is kept, and shown again once they are restored.
          </p>
          <FieldTable caption="Retired custom fields" fields={retired} groupNames={groupNames} />
        </section>
      )}
    </div>
  )
}

type OfScopeProps = {
  scope: CustomFieldScope
  fields: readonly CustomField[]
  groupNames: ReadonlyMap<string, string>
}

function OfScope({ scope, fields, groupNames }: OfScopeProps) {
  const api = useApi()
  const tenant = useTenant()
  const ordered = fields.toSorted((one, other) => one.order - other.order || (one.id < other.id ? -1 : 1))
  const { move, said } = useReorder({
    active: ordered,
    queryKey: customFieldsQuery(api, tenant.id).queryKey,
    nameOf: ({ label }) => label,
    save: async ({ id: customFieldId, order }) => {
      const options = { tenantId: tenant.id, params: { customFieldId } }
      const { etag } = await api.get('/custom-fields/{customFieldId}', options)
      await api.patch('/custom-fields/{customFieldId}', { ...options, ifMatch: etag ?? '', body: { order } })
    },
  })
  // A row that changes its place loses the focus of the button in it.
  const section = useRef<HTMLElement>(null)
  const held = useRef<string | null>(null)
  const sequence = ordered.map(({ id }) => id).join(' ')
  // biome-ignore lint/correctness/useExhaustiveDependencies: whenever the rows stand in another order
  useEffect(() => {
    if (held.current) section.current?.querySelector<HTMLElement>(`[data-move="${held.current}"]`)?.focus()
    held.current = null
  }, [sequence])

  return (
    <section ref={section} aria-labelledby={`of-${scope}`}>
      <h2 id={`of-${scope}`} className={routes.heading}>
        {scopeWords[scope]}
      </h2>
      <FieldTable
        caption={`Custom fields of ${scopeWords[scope].toLocaleLowerCase()}`}
        fields={ordered}
        groupNames={groupNames}
        move={(id, by) => {
          held.current = `${id} ${by}`
          move(id, by)
        }}
      />
      <p className="visually-hidden" role="status">
        {said}
      </p>
    </section>
  )
}
