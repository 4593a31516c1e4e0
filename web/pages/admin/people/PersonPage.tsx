import { useQuery, useQueryClient } from '@tanstack/react-query'
import { isProblem, routesQuery, type User } from '../../../api/index.ts'
import { addresses } from '../../../places/index.ts'
import { roleWords, useApi, useFormats, usePermissions, useTenant } from '../../../session/index.ts'
import { Failure, LinkButton, Message, useTitle } from '../../../ui/index.ts'
import { Form } from '../Form.tsx'
import { FormSkeleton } from '../FormSkeleton.tsx'
import { PageHead } from '../PageHead.tsx'
import type { Answered } from '../queries.ts'
import { StateMark } from '../StateMark.tsx'
import { useDraft } from '../useDraft.ts'
import { PersonDeeds } from './PersonDeeds.tsx'
import classes from './PersonPage.module.css'
import { stateOf } from './peopleFilters.ts'
import { personQuery, showPerson } from './queries.ts'
import { UserFields } from './UserFields.tsx'
import { rebaseUser, userChangesOf, userDraftOf, userProblems } from './userDraft.ts'
import { boundaryInWords, reasonAgainstChanging, stateWords } from './words.ts'

/** One person: who they are, what they may do, and their sign-in. */
export function PersonPage({ userId }: { userId: string }) {
  const api = useApi()
  const tenant = useTenant()
  const person = useQuery(personQuery(api, tenant.id, userId))
  useTitle(person.data?.body.name ?? 'Person')

  if (person.data) return <LoadedPerson saved={person.data} reload={person.refetch} />
  if (!person.error) return <FormSkeleton />
  if (isProblem(person.error, 'not_found', 'invalid_request')) {
    return (
      <Message
        title="There is no such person for you"
        actions={<LinkButton href={addresses.people(tenant.id)}>All people</LinkButton>}
      >
        <p>They were removed from the tenant, or never were in it.</p>
      </Message>
    )
  }
  return <Failure error={person.error} retry={() => person.refetch()} />
}

function LoadedPerson({ saved, reload }: { saved: Answered<User>; reload: () => Promise<unknown> }) {
  const api = useApi()
  const tenant = useTenant()
  const client = useQueryClient()
  const { may, id: ownId, role: ownRole } = usePermissions()
  const routes = useQuery(routesQuery(api, tenant.id))
  const user = saved.body
  const form = useDraft({
    saved,
    reload,
    draftOf: userDraftOf,
    rebase: rebaseUser,
    changesOf: userChangesOf,
    problemsOf: userProblems,
    send: (body, ifMatch) =>
      api.patch('/users/{userId}', { tenantId: tenant.id, params: { userId: user.id }, body, ifMatch }),
    show: (answer) => showPerson(client, tenant.id, answer),
  })

  const reason = (): string | undefined => {
    if (!may('user:Edit')) return 'You may see people, but not change them.'
    if (user.isEditable) return undefined
    return (
      reasonAgainstChanging(user, { id: ownId, role: ownRole }) ??
      'Somebody who may do more than you looks after this person. Ask one of them.'
    )
  }
  const readOnlyReason = reason()
  const boundary = boundaryInWords(user, new Map(routes.data?.map(({ id, name }) => [id, name])))

  return (
    <>
      <PageHead
        back={{ href: addresses.people(tenant.id), words: 'All people' }}
        title={user.name}
        note={<Facts user={user} boundary={boundary} />}
      />
      <Form label={user.name} readOnlyReason={readOnlyReason} {...form}>
        <UserFields draft={form.draft} change={form.change} problemOf={form.problemOf} isNew={false} />
      </Form>
      {readOnlyReason === undefined && <PersonDeeds saved={saved} reload={reload} />}
    </>
  )
}

function Facts({ user, boundary }: { user: User; boundary: string | undefined }) {
  const formats = useFormats()
  return (
    <>
      <p className={classes.facts}>
        <StateMark state={stateOf(user)} words={stateWords[stateOf(user)]} />
        <span>{user.email}</span>
        <span>{roleWords[user.role]}</span>
        <span>
          {user.lastSignedInAt === null
            ? `Invited on ${formats.date(user.createdAt)}`
            : `Last signed in on ${formats.dateTime(user.lastSignedInAt)}`}
        </span>
      </p>
      {boundary && (
        <p className={classes.boundary}>{boundary} Saving what they may do sets this limit to what you may do.</p>
      )}
    </>
  )
}
