import { useQuery } from '@tanstack/react-query'
import { useId, useMemo } from 'react'
import { routesQuery, type User } from '../../../api/index.ts'
import { roleWords, useApi, useFormats, usePermissions, useTenant } from '../../../session/index.ts'
import form from '../Form.module.css'
import { ChoiceField, SearchField, TextField } from '../fields.tsx'
import { localeOption, localeOptions, timeZoneOption, timeZoneOptions } from '../places.ts'
import { CheckList } from './CheckList.tsx'
import { MembershipsField } from './MembershipsField.tsx'
import { groupsQuery } from './queries.ts'
import { RightsFields } from './RightsFields.tsx'
import { TagsField } from './TagsField.tsx'
import type { UserDraft } from './userDraft.ts'

type UserFieldsProps = {
  draft: UserDraft
  change: (draft: UserDraft) => void
  problemOf: (field: string) => string | undefined
  isNew: boolean
}

const roles = ['tenantUser', 'tenantAdministrator'] as const satisfies readonly User['role'][]

const ways = [
  { seesAll: true, words: 'All routes, those to come too' },
  { seesAll: false, words: 'Chosen routes' },
]

/** The fields of a person, old or new. */
export function UserFields({ draft, change, problemOf, isNew }: UserFieldsProps) {
  const id = useId()
  const api = useApi()
  const tenant = useTenant()
  const { locale } = useFormats()
  const { may, role: ownRole } = usePermissions()
  const routes = useQuery(routesQuery(api, tenant.id))
  const groups = useQuery({ ...groupsQuery(api, tenant.id), enabled: may('group:Read') })
  const now = useMemo(() => new Date(), [])
  const locales = useMemo(() => localeOptions(locale), [locale])
  const timeZones = useMemo(() => timeZoneOptions(now), [now])

  const givesRoles = ownRole !== 'tenantAdministrator'
  const { facts, lists } = draft
  const set = (changed: Partial<UserDraft['facts']>) => change({ ...draft, facts: { ...facts, ...changed } })
  const setLists = (changed: Partial<UserDraft['lists']>) => change({ ...draft, lists: { ...lists, ...changed } })
  const groupsOfTheirs = groups.data?.filter((group) => lists.groups.some(({ groupId }) => groupId === group.id)) ?? []

  return (
    <>
      <section className={form.section} aria-label="Person">
        <div className={form.fields}>
          <TextField
            label="Name"
            value={facts.name}
            maxLength={128}
            problem={problemOf('name')}
            onChange={(name) => set({ name })}
          />
          {isNew && (
            <TextField
              label="E-mail"
              hint="They sign in with it. It cannot be changed later."
              value={facts.email}
              maxLength={128}
              inputMode="email"
              spellCheck={false}
              problem={problemOf('email')}
              onChange={(email) => set({ email })}
            />
          )}
          <ChoiceField
            label="Role"
            hint={
              givesRoles
                ? 'Tenant Administrators look after people, routes and settings.'
                : 'Account Administrators make Tenant Administrators.'
            }
            value={facts.role}
            options={roles
              .filter((role) => givesRoles || role === 'tenantUser' || role === facts.role)
              .map((role) => ({ id: role, words: roleWords[role] }))}
            problem={problemOf('role')}
            onChange={(role) => set({ role })}
          />
          <SearchField
            label="Time zone"
            value={facts.timeZone}
            options={timeZones}
            optionFor={(zone) => timeZoneOption(zone, now)}
            noneWords="That of their browser"
            nothingFound="No time zone has this name. Try a large city of the region."
            problem={problemOf('timeZone')}
            onChange={(timeZone) => set({ timeZone })}
          />
          <SearchField
            label="Language"
            value={facts.locale}
            options={locales}
            optionFor={(tag) => localeOption(tag, locale)}
            isOpen
            noneWords="That of their browser"
            nothingFound="No language has this name. Its BCP 47 tag can be typed too."
            problem={problemOf('locale')}
            onChange={(chosen) => set({ locale: chosen })}
          />
        </div>
      </section>

      <section className={form.section} aria-labelledby={`${id}-routes`}>
        <h3 id={`${id}-routes`} className={form.heading}>
          Routes
        </h3>
        <p className={form.lead}>Whose recordings they may see at all.</p>
        <div className={form.ways} role="radiogroup" aria-labelledby={`${id}-routes`}>
          {ways.map(({ seesAll, words }) => (
            <label key={words} className={form.way}>
              <input
                type="radio"
                name={`${id}-routes`}
                checked={facts.seesAllRoutes === seesAll}
                onChange={() => set({ seesAllRoutes: seesAll })}
              />
              {words}
            </label>
          ))}
        </div>
        {problemOf('routes') !== undefined && <p className={form.error}>{problemOf('routes')}</p>}
        {!facts.seesAllRoutes && (
          <CheckList
            label="Routes"
            choices={(routes.data ?? []).map((route) => ({ id: route.id, words: route.name }))}
            chosen={lists.routeIds}
            onChange={(routeIds) => setLists({ routeIds: [...routeIds] })}
          />
        )}
      </section>

      {may('group:Read') && (
        <section className={form.section} aria-labelledby={`${id}-groups`}>
          <h3 id={`${id}-groups`} className={form.heading}>
            Groups
          </h3>
          <p className={form.lead}>
            A group’s permissions are its members’ too. Supervisors get the calls of everybody in the group by “My
            groups’ calls”.
          </p>
          <MembershipsField
            groups={groups.data ?? []}
            memberships={lists.groups}
            onChange={(memberships) => setLists({ groups: memberships })}
            problem={problemOf('groups')}
          />
        </section>
      )}

      <div className={form.section}>
        <TagsField
          label="Agent IDs"
          hint="The IDs or extensions by which recorders name them. Enter ends each."
          problem={problemOf('agentIds')}
          value={lists.agentIds}
          maxTags={50}
          maxLength={128}
          onChange={(agentIds) => setLists({ agentIds })}
        />
      </div>

      <RightsFields
        heading="What they may do"
        lead="With recordings of their routes, as far as route permissions let everybody. It adds up: leave View out where My calls is meant."
        rights={lists}
        onChange={setLists}
        problemOf={problemOf}
        noteOf={(policy) => {
          const through = groupsOfTheirs.filter(({ managedPolicies }) => managedPolicies.includes(policy))
          return through.length > 0 ? `through ${through.map(({ name }) => name).join(', ')}` : undefined
        }}
      />
    </>
  )
}
