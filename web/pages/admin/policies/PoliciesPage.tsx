import { IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import type { PolicyHead, PolicyVocabulary } from '../../../api/index.ts'
import { addresses } from '../../../places/index.ts'
import { useApi, useFormats, usePermissions, useTenant } from '../../../session/index.ts'
import type { Formats } from '../../../time/index.ts'
import { Failure, LinkButton, useTitle } from '../../../ui/index.ts'
import { type Column, ListTable } from '../ListTable.tsx'
import { managedPolicyWords } from '../people/index.ts'
import page from '../RoutesPage.module.css'
import { policiesQuery, vocabularyQuery } from './queries.ts'

const ownColumns = (formats: Formats): readonly Column<PolicyHead>[] => [
  { id: 'name', words: 'Policy', width: '32%', cell: ({ name }) => name },
  { id: 'description', words: 'Description', cell: ({ description }) => description },
  {
    id: 'changed',
    words: 'Changed',
    width: '24%',
    isNamedOnCards: true,
    cell: ({ updatedAt }) => <time dateTime={updatedAt}>{formats.dateTime(updatedAt)}</time>,
  },
]

type ManagedPolicy = PolicyVocabulary['managedPolicies'][number]

const keptColumns: readonly Column<ManagedPolicy>[] = [
  { id: 'name', words: 'Policy', width: '32%', cell: ({ name }) => managedPolicyWords[name] },
  { id: 'description', words: 'Description', cell: ({ description }) => description },
]

/** The tenant's policies, and those that the product keeps. */
export function PoliciesPage() {
  useTitle('Policies')
  const api = useApi()
  const tenant = useTenant()
  const formats = useFormats()
  const { may } = usePermissions()
  const policies = useQuery(policiesQuery(api, tenant.id))
  const vocabulary = useQuery(vocabularyQuery(api, tenant.id))

  if (policies.error && !policies.data) return <Failure error={policies.error} retry={() => policies.refetch()} />
  return (
    <div className={page.page}>
      <div className={page.head}>
        <p className={page.lead}>
          A policy says what its holders may do, and to which recordings. People and groups hold them. What no policy
          allows is denied, and a Deny wins over every Allow.
        </p>
        {may('policy:Edit') && (
          <LinkButton href={addresses.newPolicy(tenant.id)} leftSection={<IconPlus size={16} />}>
            New policy
          </LinkButton>
        )}
      </div>
      {policies.data?.length === 0 ? (
        <p className={page.lead}>
          The tenant has made none yet. Those below cover the usual jobs; make one where they give too much or too
          little.
        </p>
      ) : (
        <ListTable
          caption="Policies"
          columns={ownColumns(formats)}
          rows={policies.data}
          keyOf={({ id }) => id}
          hrefOf={({ id }) => addresses.policy(tenant.id, id)}
        />
      )}
      <section aria-labelledby="kept">
        <h2 id="kept" className={page.heading}>
          Kept by Soundkeep
        </h2>
        <p className={page.lead}>They cannot be changed. Copy one to start a policy of your own from it.</p>
        {vocabulary.error ? (
          <Failure error={vocabulary.error} retry={() => vocabulary.refetch()} />
        ) : (
          <ListTable
            caption="Policies kept by Soundkeep"
            columns={keptColumns}
            rows={vocabulary.data?.managedPolicies}
            keyOf={({ name }) => name}
            hrefOf={({ name }) => addresses.managedPolicy(tenant.id, name)}
          />
        )}
      </section>
    </div>
  )
}
