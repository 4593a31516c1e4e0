import { useQuery } from '@tanstack/react-query'
import type { ManagedPolicy } from '../../../../functions/contract/index.ts'
import { useApi, usePermissions, useTenant } from '../../../session/index.ts'
import form from '../Form.module.css'
import { CheckList } from './CheckList.tsx'
import { managedPoliciesQuery, policyChoicesQuery } from './queries.ts'
import type { RightsDraft } from './userDraft.ts'
import { managedPolicies, managedPolicyWords } from './words.ts'

type RightsFieldsProps = {
  heading: string
  lead: string
  rights: Pick<RightsDraft, 'managedPolicies' | 'policyIds'>
  onChange: (rights: Partial<Pick<RightsDraft, 'managedPolicies' | 'policyIds'>>) => void
  problemOf: (field: string) => string | undefined
  /** Where a permission comes from besides. */
  noteOf?: (policy: ManagedPolicy) => string | undefined
}

/** What somebody may do: the product's permissions, and policies that the tenant has made. */
export function RightsFields({ heading, lead, rights, onChange, problemOf, noteOf }: RightsFieldsProps) {
  const api = useApi()
  const tenant = useTenant()
  const { may } = usePermissions()
  const kept = useQuery({ ...managedPoliciesQuery(api, tenant.id), enabled: may('policy:Read') })
  const own = useQuery({ ...policyChoicesQuery(api, tenant.id), enabled: may('policy:Read') })
  const descriptions = new Map(kept.data?.map(({ name, description }) => [name, description]))
  const problem = problemOf('managedPolicies') ?? problemOf('policyIds')

  return (
    <>
      <section className={form.section} aria-label={heading}>
        <h3 className={form.heading}>{heading}</h3>
        <p className={form.lead}>{lead}</p>
        {problem !== undefined && <p className={form.error}>{problem}</p>}
        <CheckList
          label={heading}
          choices={managedPolicies.map((id) => ({
            id,
            words: managedPolicyWords[id],
            description: descriptions.get(id) ?? ' ',
            note: noteOf?.(id),
          }))}
          chosen={rights.managedPolicies}
          onChange={(chosen) => onChange({ managedPolicies: managedPolicies.filter((id) => chosen.includes(id)) })}
        />
      </section>
      {own.data && (
        <section className={form.section} aria-label="Policies">
          <h3 className={form.heading}>Policies</h3>
          <p className={form.lead}>
            {own.data.length === 0
              ? 'The tenant has made no policies of its own. They say in detail what somebody may do to which recordings.'
              : 'Made by the tenant: in detail, what somebody may do to which recordings. A Deny wins over everything.'}
          </p>
          {own.data.length > 0 && (
            <CheckList
              label="Policies"
              choices={own.data.map(({ id, name, description }) => ({
                ...{ id, words: name },
                ...(description === null ? {} : { description }),
              }))}
              chosen={rights.policyIds}
              onChange={(policyIds) => onChange({ policyIds: [...policyIds] })}
            />
          )}
        </section>
      )}
    </>
  )
}
