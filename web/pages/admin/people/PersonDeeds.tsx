import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { useLocation } from 'wouter'
import { type Api, ApiProblem, isProblem, type User } from '../../../api/index.ts'
import { tellFailure } from '../../../parts/index.ts'
import { addresses, leaveAnyway } from '../../../places/index.ts'
import { useApi, useTenant } from '../../../session/index.ts'
import { notify } from '../../../ui/index.ts'
import { ConfirmDialog } from '../ConfirmDialog.tsx'
import form from '../Form.module.css'
import type { Answered } from '../queries.ts'
import { type Deed, type DeedId, deeds } from './deeds.ts'
import classes from './PersonPage.module.css'
import { stateOf } from './peopleFilters.ts'
import { forgetPerson, showPerson } from './queries.ts'

type Target = { tenantId: string; params: { userId: string }; ifMatch: string }
type Doing = (api: Api, target: Target) => Promise<Answered<User> | null>

/** Without an answer to show. */
const quietly = async (call: Promise<unknown>): Promise<null> => {
  await call
  return null
}

const doings: Record<DeedId, Doing> = {
  invite: (api, target) => quietly(api.post('/users/{userId}/invitation', target)),
  resetPassword: (api, target) => quietly(api.post('/users/{userId}/password-reset', target)),
  signOut: (api, target) => quietly(api.post('/users/{userId}/sign-out', target)),
  forgetFactor: (api, target) => quietly(api.delete('/users/{userId}/second-factor', target)),
  disable: (api, target) => api.patch('/users/{userId}', { ...target, body: { isEnabled: false } }),
  enable: (api, target) => api.patch('/users/{userId}', { ...target, body: { isEnabled: true } }),
  remove: (api, target) => quietly(api.delete('/users/{userId}', target)),
}

type PersonDeedsProps = { saved: Answered<User>; reload: () => Promise<unknown> }

/** A person's access: to be sent again, ended, given back or taken for good. */
export function PersonDeeds({ saved, reload }: PersonDeedsProps) {
  const api = useApi()
  const tenant = useTenant()
  const client = useQueryClient()
  const [, navigate] = useLocation()
  const [asked, setAsked] = useState<Deed | null>(null)
  const list = useRef<HTMLUListElement>(null)
  /** The button to focus, once the dialog is gone and the buttons are those of the new state. */
  const focusNext = useRef<DeedId | null>(null)
  const user = saved.body

  const gone = (deed: Deed) => {
    forgetPerson(client, tenant.id, user.id)
    leaveAnyway(() => navigate(addresses.people(tenant.id)))
    notify(deed.done(user))
  }
  const doing = useMutation({
    mutationFn: (deed: Deed) => {
      if (saved.etag === null) {
        throw new ApiProblem({ code: 'unreadable_answer', status: null, detail: 'No ETag.', requestId: null })
      }
      return doings[deed.id](api, { tenantId: tenant.id, params: { userId: user.id }, ifMatch: saved.etag })
    },
    onSuccess: (answer, deed) => {
      if (deed.id === 'remove') return gone(deed)
      if (answer) showPerson(client, tenant.id, answer)
      close(deed.id === 'disable' ? 'enable' : deed.id === 'enable' ? 'disable' : deed.id)
      notify(deed.done(user))
    },
    onError: async (error, deed) => {
      if (deed.id === 'remove' && isProblem(error, 'not_found')) gone(deed)
      else if (!deed.dialog) tellFailure(error)
      if (isProblem(error, 'precondition_failed', 'conflict', 'already_signed_in'))
        await reload().catch(() => undefined)
    },
  })
  const close = (next: DeedId) => {
    focusNext.current = next
    setAsked(null)
  }

  useEffect(() => {
    if (asked || !focusNext.current) return
    const button = list.current?.querySelector<HTMLElement>(`[data-deed="${focusNext.current}"]`)
    if (button) {
      button.focus()
      focusNext.current = null
    }
  })

  return (
    <section className={classes.deeds} aria-labelledby="access">
      <h3 id="access" className={form.heading}>
        Access
      </h3>
      <ul ref={list} className={classes.list}>
        {deeds
          .filter(({ states }) => states.includes(stateOf(user)))
          .map((deed) => (
            <li key={deed.id} className={classes.deed}>
              <p>{deed.words}</p>
              <Button
                variant="default"
                data-deed={deed.id}
                loading={!deed.dialog && doing.isPending && doing.variables.id === deed.id}
                onClick={() => {
                  doing.reset()
                  if (deed.dialog) setAsked(deed)
                  else doing.mutate(deed)
                }}
              >
                {deed.button}
              </Button>
            </li>
          ))}
      </ul>
      {asked?.dialog && (
        <ConfirmDialog
          title={asked.dialog.title(user)}
          consequences={asked.dialog.consequences(user)}
          button={asked.dialog.button}
          isDanger={asked.isDanger}
          isPending={doing.isPending}
          error={doing.error}
          onConfirm={() => doing.mutate(asked)}
          onClose={() => close(asked.id)}
        />
      )}
    </section>
  )
}
