import { useQueryClient } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useLocation } from 'wouter'
import { type ListedTenant, meQuery, type NewTenant } from '../../api/index.ts'
import { addresses, leaveAnyway } from '../../places/index.ts'
import { useApi, useFormats } from '../../session/index.ts'
import { notify, useTitle } from '../../ui/index.ts'
import {
  countryOptions,
  Form,
  FormFields,
  localeOption,
  localeOptions,
  PageHead,
  SearchField,
  TextField,
  timeZoneOption,
  timeZoneOptions,
  useNewDraft,
  Wide,
} from '../admin/index.ts'
import { tenantsQuery } from './queries.ts'

/** An empty text means none. */
type TenantDraft = { name: string; description: string; homeCountry: string; timeZone: string; locale: string }

const newTenantOf = ({ name, description, homeCountry, timeZone, locale }: TenantDraft): NewTenant => ({
  ...{ name: name.trim(), timeZone, locale },
  ...{ description: description.trim() || null, homeCountry: homeCountry || null },
})

const problemsOf = ({ name, timeZone, locale }: TenantDraft): Partial<Record<keyof TenantDraft, string>> => ({
  ...(name.trim() === '' ? { name: 'Give the tenant a name.' } : {}),
  ...(timeZone === '' ? { timeZone: 'Choose a time zone.' } : {}),
  ...(locale === '' ? { locale: 'Choose a language.' } : {}),
})

/** Makes a tenant, and opens it where its first people are invited. */
export function NewTenantPage() {
  useTitle('New tenant')
  const api = useApi()
  const client = useQueryClient()
  const formats = useFormats()
  const [, navigate] = useLocation()
  const now = useMemo(() => new Date(), [])
  const countries = useMemo(() => countryOptions(formats.locale), [formats.locale])
  const locales = useMemo(() => localeOptions(formats.locale), [formats.locale])
  const timeZones = useMemo(() => timeZoneOptions(now), [now])
  const { form, draft, change, problemOf } = useNewDraft<
    TenantDraft,
    NewTenant,
    { body: { id: string; name: string } }
  >({
    start: { name: '', description: '', homeCountry: '', timeZone: formats.timeZone, locale: formats.locale },
    isChanged: (one, other) => JSON.stringify(one) !== JSON.stringify(other),
    problemsOf,
    bodyOf: newTenantOf,
    send: (body) => api.post('/tenants', { body }),
    made: ({ body: { id, name } }) => {
      // The API's own list of them may be seconds old.
      const withIt = (tenants: readonly ListedTenant[]) =>
        [...tenants, { id, name }].toSorted((one, other) => one.name.localeCompare(other.name))
      client.setQueryData(meQuery(api).queryKey, (me) => me && { ...me, tenants: withIt(me.tenants) })
      client.setQueryData(tenantsQuery(api).queryKey, (tenants) => tenants && withIt(tenants))
      leaveAnyway(() => navigate(addresses.newPerson(id)))
      notify({ title: 'Tenant created', message: `Invite the first administrator of ${name}.` })
    },
  })
  const set = (changed: Partial<TenantDraft>) => change({ ...draft, ...changed })

  return (
    <>
      <PageHead
        back={{ href: addresses.platform, words: 'All tenants' }}
        title="New tenant"
        note="It starts with a Default route, which takes every call."
      />
      <Form label="New tenant" saveWords="Create tenant" reset={() => navigate(addresses.platform)} {...form}>
        <FormFields label="Tenant">
          <Wide>
            <TextField
              label="Name"
              value={draft.name}
              maxLength={128}
              problem={problemOf('name')}
              onChange={(name) => set({ name })}
            />
          </Wide>
          <Wide>
            <TextField
              label="Description"
              value={draft.description}
              maxLength={1_000}
              isLong
              problem={problemOf('description')}
              onChange={(description) => set({ description })}
            />
          </Wide>
          <SearchField
            label="Home country"
            hint="Numbers without a country code are read as this country’s."
            value={draft.homeCountry}
            options={countries}
            optionFor={() => undefined}
            noneWords="None: numbers stay as they were sent"
            nothingFound="No country has this name"
            problem={problemOf('homeCountry')}
            onChange={(homeCountry) => set({ homeCountry })}
          />
          <SearchField
            label="Time zone"
            value={draft.timeZone}
            options={timeZones}
            optionFor={(zone) => timeZoneOption(zone, now)}
            nothingFound="No time zone has this name. Try a large city of the region."
            problem={problemOf('timeZone')}
            onChange={(timeZone) => set({ timeZone })}
          />
          <SearchField
            label="Language"
            value={draft.locale}
            options={locales}
            optionFor={(tag) => localeOption(tag, formats.locale)}
            isOpen
            nothingFound="No language has this name. Its BCP 47 tag can be typed too."
            problem={problemOf('locale')}
            onChange={(locale) => set({ locale })}
          />
        </FormFields>
      </Form>
    </>
  )
}
