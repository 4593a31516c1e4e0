import { Button } from '@mantine/core'
import { IconUserPlus } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { type Administrator, isProblem } from '../../api/index.ts'
import { addresses } from '../../places/index.ts'
import { roleWords, useApi, useFormats } from '../../session/index.ts'
import { Failure, LinkButton, notify, useTitle } from '../../ui/index.ts'
import { type Column, ConfirmDialog, ListTable, StateMark } from '../admin/index.ts'
import { type Asked, type Deed, deedsFor, dialogOf } from './administratorDeeds.ts'
import classes from './Platform.module.css'
import { administratorsQuery } from './queries.ts'
import { RenameDialog } from './RenameDialog.tsx'

/** Those who look after all tenants. */
export function AdministratorsPage() {
  useTitle('Administrators')
  const api = useApi()
  const client = useQueryClient()
  const formats = useFormats()
  const { data, error, refetch } = useQuery(administratorsQuery(api))
  const [asked, setAsked] = useState<Asked | null>(null)
  const page = useRef<HTMLDivElement>(null)
  const invite = useRef<HTMLDivElement>(null)
  const focusNext = useRef<string | null>(null)

  const close = ({ administrator, deed }: Asked, next: Deed = deed) => {
    focusNext.current = `${administrator.id} ${next}`
    setAsked(null)
  }
  const doing = useMutation({
    mutationFn: async ({ administrator: { id }, deed }: Asked) => {
      const params = { administratorId: id }
      if (deed === 'remove') await api.delete('/administrators/{administratorId}', { params })
      else await api.patch('/administrators/{administratorId}', { params, body: { isEnabled: deed === 'enable' } })
    },
    onSuccess: async (_, done) => {
      await client.refetchQueries({ queryKey: administratorsQuery(api).queryKey })
      close(done, done.deed === 'disable' ? 'enable' : 'disable')
      notify({ title: dialogOf(done).done, message: done.administrator.name })
    },
    onError: async (problem, done) => {
      if (!isProblem(problem, 'not_found')) return
      await client.refetchQueries({ queryKey: administratorsQuery(api).queryKey })
      close(done)
    },
  })

  // A dialog gives the focus back to the button that is there now; where the row is gone, to what comes first.
  useEffect(() => {
    if (asked || focusNext.current === null) return
    const button = page.current?.querySelector<HTMLElement>(`[data-deed="${focusNext.current}"]`)
    ;(button ?? invite.current?.querySelector('a'))?.focus()
    focusNext.current = null
  }, [asked])

  const columns: readonly Column<Administrator>[] = [
    { id: 'name', words: 'Name', width: '26%', cell: ({ name }) => name, aside: ({ email }) => email },
    { id: 'role', words: 'Role', width: '18%', cell: ({ role }) => roleWords[role] },
    {
      id: 'state',
      words: 'State',
      width: '96px',
      onCards: 'beside',
      cell: ({ isEnabled }) => (
        <StateMark state={isEnabled ? 'active' : 'disabled'} words={isEnabled ? 'Enabled' : 'Disabled'} />
      ),
    },
    {
      id: 'createdAt',
      words: 'Since',
      width: '13%',
      isNamedOnCards: true,
      cell: ({ createdAt }) => (
        <time dateTime={createdAt} title={formats.fullTime(createdAt)}>
          {formats.date(createdAt)}
        </time>
      ),
    },
    {
      id: 'deeds',
      words: 'Actions',
      onCards: 'own',
      cell: (administrator) =>
        administrator.isEditable ? (
          <span className={classes.deeds}>
            {deedsFor(administrator).map(({ id, words }) => (
              <Button
                key={id}
                variant="default"
                size="compact-sm"
                aria-label={`${words} ${administrator.name}`}
                data-deed={`${administrator.id} ${id}`}
                onClick={() => {
                  doing.reset()
                  setAsked({ administrator, deed: id })
                }}
              >
                {words}…
              </Button>
            ))}
          </span>
        ) : null,
    },
  ]

  if (error && !data) return <Failure error={error} retry={() => refetch()} />
  return (
    <>
      <div className={classes.bar}>
        <p className={classes.lead}>
          They belong to no tenant and may choose any. Recordings open to them only while a tenant gives support access.
        </p>
        <div ref={invite} className={classes.actions}>
          <LinkButton href={addresses.newAdministrator} leftSection={<IconUserPlus size={16} />}>
            Invite
          </LinkButton>
        </div>
      </div>
      <div ref={page}>
        <ListTable caption="Administrators" columns={columns} rows={data} keyOf={({ id }) => id} />
      </div>
      {asked?.deed === 'rename' && <RenameDialog administrator={asked.administrator} onClose={() => close(asked)} />}
      {asked && asked.deed !== 'rename' && (
        <ConfirmDialog
          {...dialogOf(asked)}
          isPending={doing.isPending}
          error={doing.error}
          onConfirm={() => doing.mutate(asked)}
          onClose={() => close(asked)}
        />
      )}
    </>
  )
}
