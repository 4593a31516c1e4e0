import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense } from 'react'
import { addresses } from '../../../places/index.ts'
import { useApi, usePermissions, useTenant } from '../../../session/index.ts'
import { CopyButton, Delayed, Failure, LinkButton, Message, useTitle } from '../../../ui/index.ts'
import form from '../Form.module.css'
import { FormSkeleton } from '../FormSkeleton.tsx'
import { PageHead } from '../PageHead.tsx'
import { managedPolicyWords } from '../people/index.ts'
import classes from './policies.module.css'
import { vocabularyQuery } from './queries.ts'

const JsonEditor = lazy(() => import('./JsonEditor.tsx'))

/** A policy that the product keeps, to be read and copied from. */
export function ManagedPolicyPage({ name }: { name: string }) {
  const api = useApi()
  const tenant = useTenant()
  const { may } = usePermissions()
  const { data, error, refetch } = useQuery(vocabularyQuery(api, tenant.id))
  const policy = data?.managedPolicies.find((each) => each.name === name)
  const title = policy ? managedPolicyWords[policy.name] : 'Policy'
  useTitle(title)

  if (error) return <Failure error={error} retry={() => refetch()} />
  if (!data) return <FormSkeleton />
  if (!policy) {
    return (
      <Message
        title="There is no such policy"
        actions={<LinkButton href={addresses.policies(tenant.id)}>All policies</LinkButton>}
      >
        <p>Soundkeep keeps none of this name.</p>
      </Message>
    )
  }
  return (
    <>
      <PageHead
        title={title}
        back={{ href: addresses.policies(tenant.id), words: 'All policies' }}
        note={`${policy.description} Kept by Soundkeep: it cannot be changed.`}
        actions={
          may('policy:Edit') && (
            <LinkButton href={addresses.newPolicy(tenant.id)} state={{ document: policy.document }} variant="default">
              Make a policy from it
            </LinkButton>
          )
        }
      />
      <div className={form.form}>
        <section className={form.section} aria-labelledby="says">
          <h3 id="says" className={form.heading}>
            What it says <CopyButton value={policy.document} what="policy" />
          </h3>
          <div className={classes.editorPlace}>
            <Suspense fallback={<Delayed>Loading the editor…</Delayed>}>
              <JsonEditor label={`Policy ${title} as JSON`} text={policy.document} />
            </Suspense>
          </div>
        </section>
      </div>
    </>
  )
}
