import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Suspense, useMemo } from 'react'
import type { TenantSettings } from '../../api/index.ts'
import { useApi, useFormats, usePermissions, useTenant } from '../../session/index.ts'
import { SupportSection } from '../../support/index.ts'
import { Failure, useTitle } from '../../ui/index.ts'
import classes from './Form.module.css'
import { Form } from './Form.tsx'
import { FormSkeleton } from './FormSkeleton.tsx'
import { SearchField, Switch, TextField } from './fields.tsx'
import { PermissionTable } from './PermissionTable.tsx'
import { countryOptions, localeOption, localeOptions, timeZoneOption, timeZoneOptions } from './places.ts'
import { type Answered, showTenant, tenantQuery } from './queries.ts'
import { rebaseTenant, type TenantDraft, tenantChangesOf, tenantDraftOf, tenantProblems } from './tenantDraft.ts'
import { useDraft } from './useDraft.ts'

/** What holds for the whole tenant. */
export function TenantPage() {
  useTitle('Tenant settings')
  const api = useApi()
  const tenant = useTenant()
  const { data, error, refetch } = useQuery(tenantQuery(api, tenant.id))

  if (data) return <TenantForm saved={data} reload={refetch} />
  return error ? <Failure error={error} retry={() => refetch()} /> : <FormSkeleton />
}

function TenantForm({ saved, reload }: { saved: Answered<TenantSettings>; reload: () => Promise<unknown> }) {
  const api = useApi()
  const tenant = useTenant()
  const client = useQueryClient()
  const { locale } = useFormats()
  const { may, role } = usePermissions()
  // Names are unique among tenants, so who belongs to one does not choose them.
  const mayRename = role === 'superUser' || role === 'accountAdministrator'
  const form = useDraft({
    saved,
    reload,
    draftOf: tenantDraftOf,
    rebase: rebaseTenant,
    changesOf: tenantChangesOf,
    problemsOf: tenantProblems,
    send: (body, ifMatch) => api.patch('/tenants/current', { tenantId: tenant.id, body, ifMatch }),
    show: (answer) => showTenant(client, tenant.id, answer),
  })
  const { draft, change, problemOf } = form
  const set = (facts: Partial<TenantDraft['facts']>) => change({ ...draft, facts: { ...draft.facts, ...facts } })

  const now = useMemo(() => new Date(), [])
  const countries = useMemo(() => countryOptions(locale), [locale])
  const locales = useMemo(() => localeOptions(locale), [locale])
  const timeZones = useMemo(() => timeZoneOptions(now), [now])

  return (
    <>
      <Form
        label="Tenant settings"
        readOnlyReason={may('tenant:Edit') ? undefined : 'You may see these settings, but not change them.'}
        {...form}
      >
        <section className={classes.section} aria-labelledby="tenant">
          <h2 id="tenant" className={classes.heading}>
            Tenant
          </h2>
          <div className={classes.fields}>
            <div className={classes.wide}>
              <TextField
                label="Name"
                value={draft.facts.name}
                maxLength={128}
                readOnly={!mayRename}
                {...(mayRename ? {} : { hint: 'Account Administrators change it.' })}
                problem={problemOf('name')}
                onChange={(name) => set({ name })}
              />
            </div>
            <div className={classes.wide}>
              <TextField
                label="Description"
                value={draft.facts.description}
                maxLength={1_000}
                isLong
                problem={problemOf('description')}
                onChange={(description) => set({ description })}
              />
            </div>
            <SearchField
              label="Home country"
              hint="Numbers without a country code are read as this country’s."
              value={draft.facts.homeCountry}
              options={countries}
              optionFor={() => undefined}
              noneWords="None: numbers stay as they were sent"
              nothingFound="No country has this name"
              problem={problemOf('homeCountry')}
              onChange={(homeCountry) => set({ homeCountry })}
            />
            <SearchField
              label="Time zone"
              hint="The tenant’s own. People see times in theirs."
              value={draft.facts.timeZone}
              options={timeZones}
              optionFor={(zone) => timeZoneOption(zone, now)}
              nothingFound="No time zone has this name. Try a large city of the region."
              problem={problemOf('timeZone')}
              onChange={(timeZone) => set({ timeZone })}
            />
            <SearchField
              label="Language"
              hint="The tenant’s own. People see dates and figures in theirs."
              value={draft.facts.locale}
              options={locales}
              optionFor={(tag) => localeOption(tag, locale)}
              isOpen
              nothingFound="No language has this name. Its BCP 47 tag can be typed too."
              problem={problemOf('locale')}
              onChange={(chosen) => set({ locale: chosen })}
            />
          </div>
        </section>

        <section className={classes.section} aria-labelledby="dtmf">
          <h2 id="dtmf" className={classes.heading}>
            DTMF
          </h2>
          <p className={classes.lead}>For routes that do not say otherwise.</p>
          <div className={classes.single}>
            <span id="dtmf-words">Keep the digits that are pressed during calls</span>
            <Switch
              label="Record DTMF"
              describedBy="dtmf-words"
              isOn={draft.facts.recordDtmf}
              onChange={(recordDtmf) => set({ recordDtmf })}
            />
          </div>
          <div className={classes.single}>
            <span id="card-digits-words">
              Keep digits too that look like the number of a payment card, and those of the minute after. It takes
              recordings into the scope of PCI DSS, which forbids to keep security codes.
            </span>
            <Switch
              label="Keep card-like digits"
              describedBy="card-digits-words"
              isOn={draft.facts.storeCardDigits}
              onChange={(storeCardDigits) => set({ storeCardDigits })}
            />
          </div>
        </section>

        <section className={classes.section} aria-labelledby="second-factor">
          <h2 id="second-factor" className={classes.heading}>
            Second factor
          </h2>
          <p className={classes.lead}>
            Whoever has none is led to set one up, and sees nothing of the tenant until they have signed in with it.
            Recorders are not asked.
          </p>
          <div className={classes.single}>
            <span id="second-factor-words">Ask everybody for a code of their authenticator app when they sign in</span>
            <Switch
              label="Require a second factor"
              describedBy="second-factor-words"
              isOn={draft.facts.requiresSecondFactor}
              onChange={(requiresSecondFactor) => set({ requiresSecondFactor })}
            />
          </div>
        </section>

        <section className={classes.section} aria-labelledby="permissions">
          <h2 id="permissions" className={classes.heading}>
            Default route permissions
          </h2>
          <p className={classes.lead}>
            For routes that inherit them. What is off here is off for everybody, administrators included.
          </p>
          <PermissionTable
            caption="Default route permissions"
            permissions={draft.routePermissions}
            onChange={(routePermissions) => change({ ...draft, routePermissions })}
          />
        </section>
      </Form>
      <Suspense fallback={null}>
        <SupportSection />
      </Suspense>
    </>
  )
}
