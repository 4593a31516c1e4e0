import { useQueryClient } from '@tanstack/react-query'
import { useLocation } from 'wouter'
import type { Administrator, NewAdministrator } from '../../api/index.ts'
import { addresses, leaveAnyway } from '../../places/index.ts'
import { roleWords, useApi, usePerson } from '../../session/index.ts'
import { notify, useTitle } from '../../ui/index.ts'
import { ChoiceField, Form, FormFields, PageHead, TextField, useNewDraft } from '../admin/index.ts'
import { administratorsQuery } from './queries.ts'

type AdministratorDraft = { name: string; email: string; role: Administrator['role'] }

const start: AdministratorDraft = { name: '', email: '', role: 'accountAdministrator' }

const problemsOf = ({ name, email }: AdministratorDraft): Partial<Record<keyof AdministratorDraft, string>> => ({
  ...(name.trim() === '' ? { name: 'Give a name.' } : {}),
  ...(email.trim() === '' ? { email: 'Give an e-mail address: the invitation goes there.' } : {}),
})

/** Invites somebody to look after all tenants. */
export function NewAdministratorPage() {
  useTitle('Invite an administrator')
  const api = useApi()
  const { me } = usePerson()
  const client = useQueryClient()
  const [, navigate] = useLocation()
  const { form, draft, change, problemOf } = useNewDraft<AdministratorDraft, NewAdministrator, { body: Administrator }>(
    {
      start,
      isChanged: (one, other) => JSON.stringify(one) !== JSON.stringify(other),
      problemsOf,
      bodyOf: ({ name, email, role }) => ({ name: name.trim(), email: email.trim(), role }),
      send: (body) => api.post('/administrators', { body }),
      made: ({ body }) => {
        void client.invalidateQueries({ queryKey: administratorsQuery(api).queryKey })
        leaveAnyway(() => navigate(addresses.administrators))
        notify({ title: 'Invitation sent', message: `${body.name}, ${body.email}` })
      },
    },
  )
  // Only Super Users make Super Users.
  const roles = (['accountAdministrator', 'superUser'] as const)
    .filter((id) => id === 'accountAdministrator' || me.role === 'superUser')
    .map((id) => ({ id, words: roleWords[id] }))

  return (
    <>
      <PageHead
        back={{ href: addresses.administrators, words: 'All administrators' }}
        title="Invite an administrator"
        note="They get a mail by which they sign in for the first time."
      />
      <Form
        label="Invite an administrator"
        saveWords="Send invitation"
        reset={() => navigate(addresses.administrators)}
        {...form}
      >
        <FormFields label="Administrator">
          <TextField
            label="Name"
            value={draft.name}
            maxLength={128}
            problem={problemOf('name')}
            onChange={(name) => change({ ...draft, name })}
          />
          <TextField
            label="E-mail"
            hint="They sign in with it. It cannot be changed later."
            value={draft.email}
            maxLength={128}
            inputMode="email"
            spellCheck={false}
            problem={problemOf('email')}
            onChange={(email) => change({ ...draft, email })}
          />
          <ChoiceField
            label="Role"
            value={draft.role}
            options={roles}
            problem={problemOf('role')}
            onChange={(role) => change({ ...draft, role })}
          />
        </FormFields>
      </Form>
    </>
  )
}
