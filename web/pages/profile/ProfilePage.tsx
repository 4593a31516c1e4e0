import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { type Me, type MyChanges, meQuery } from '../../api/index.ts'
import { useApi, usePerson } from '../../session/index.ts'
import { notify, useTitle } from '../../ui/index.ts'
import {
  Form,
  isEmpty,
  localeOption,
  localeOptions,
  refusalOf,
  SearchField,
  TextField,
  timeZoneOption,
  timeZoneOptions,
} from '../admin/index.ts'
import classes from './Profile.module.css'
import { profileChangesOf, profileDraftOf, profileProblems } from './profileDraft.ts'
import { SecondFactor } from './SecondFactor.tsx'

/** Who one is to Soundkeep, and what one signs in with. */
export function ProfilePage() {
  useTitle('Profile')
  const { me } = usePerson()
  return (
    <div className={classes.page}>
      <h1 className={classes.title}>Profile</h1>
      <ProfileForm me={me} />
      <SecondFactor me={me} />
    </div>
  )
}

function ProfileForm({ me }: { me: Me }) {
  const api = useApi()
  const client = useQueryClient()
  const { formats } = usePerson()
  const [draft, setDraft] = useState(() => profileDraftOf(me))
  const [isTried, setIsTried] = useState(false)
  const changes = profileChangesOf(draft, profileDraftOf(me))
  const own = profileProblems(draft)
  const saving = useMutation({
    mutationFn: async (body: MyChanges) => (await api.patch('/me', { body })).body,
    onSuccess: (answer) => {
      client.setQueryData(meQuery(api).queryKey, answer)
      setDraft(profileDraftOf(answer))
      setIsTried(false)
      notify({ message: 'Saved.' })
    },
  })
  const problemOf = (field: string) => (isTried ? own[field] : undefined) ?? refusalOf(saving.error, field)

  const now = useMemo(() => new Date(), [])
  const locales = useMemo(() => localeOptions(formats.locale), [formats.locale])
  const timeZones = useMemo(() => timeZoneOptions(now), [now])
  return (
    <Form
      label="Profile"
      isDirty={!isEmpty(changes)}
      isSaving={saving.isPending}
      error={saving.error}
      save={() => {
        setIsTried(true)
        if (!isEmpty(own)) return false
        saving.mutate(changes)
        return true
      }}
      reset={() => {
        setDraft(profileDraftOf(me))
        setIsTried(false)
        saving.reset()
      }}
    >
      <section className={classes.fields} aria-label="Person">
        <div className={classes.wide}>
          <TextField
            label="Name"
            value={draft.name}
            maxLength={128}
            problem={problemOf('name')}
            onChange={(name) => setDraft({ ...draft, name })}
          />
        </div>
        <SearchField
          label="Time zone"
          hint="Times are shown in it everywhere."
          value={draft.timeZone}
          options={timeZones}
          optionFor={(zone) => timeZoneOption(zone, now)}
          noneWords="The browser’s"
          nothingFound="No time zone has this name. Try a large city of the region."
          problem={problemOf('timeZone')}
          onChange={(timeZone) => setDraft({ ...draft, timeZone })}
        />
        <SearchField
          label="Language"
          hint="Dates and figures are written as in it."
          value={draft.locale}
          options={locales}
          optionFor={(tag) => localeOption(tag, formats.locale)}
          isOpen
          noneWords="The browser’s"
          nothingFound="No language has this name. Its BCP 47 tag can be typed too."
          problem={problemOf('locale')}
          onChange={(locale) => setDraft({ ...draft, locale })}
        />
      </section>
    </Form>
  )
}
