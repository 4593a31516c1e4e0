import { Button, Group, Modal } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { ApiProblem, isProblem, type Route, wordsOf } from '../../api/index.ts'
import { useApi, useTenant } from '../../session/index.ts'
import { notify } from '../../ui/index.ts'
import classes from './Form.module.css'
import { type Answered, forgetRoute, showRoute } from './queries.ts'

export type RouteDeed = 'retire' | 'restore' | 'delete'

type DeedWords = {
  title: (name: string) => string
  /** What will happen, paragraph by paragraph. */
  consequences: (route: Route) => readonly string[]
  button: string
  done: string
}

const words: Record<RouteDeed, DeedWords> = {
  retire: {
    title: (name) => `Retire route ${name}?`,
    consequences: ({ numberPattern }) => [
      numberPattern === null
        ? 'It takes no more calls.'
        : 'It takes no more calls: those that its pattern matches go to the next route that matches, else to the Default route.',
      'Its recordings stay where they are, under its route permissions. It can be restored at any time.',
    ],
    button: 'Retire route',
    done: 'Route retired',
  },
  restore: {
    title: (name) => `Restore route ${name}?`,
    consequences: ({ numberPattern }) => [
      numberPattern === null
        ? 'It takes calls again of recorders that name it.'
        : 'It takes calls again that its pattern matches. Recordings that went to other routes meanwhile stay there.',
    ],
    button: 'Restore route',
    done: 'Route restored',
  },
  delete: {
    title: (name) => `Delete route ${name}?`,
    consequences: () => [
      'Its name, pattern and permissions go for good. This cannot be undone.',
      'A route that has recordings cannot be deleted. If it has any, nothing happens, and you can retire it instead.',
    ],
    button: 'Delete route',
    done: 'Route deleted',
  },
}

type RouteDialogProps = {
  deed: RouteDeed
  saved: Answered<Route>
  /** Reads the route again, after somebody else changed it. */
  reload: () => Promise<unknown>
  /** Asks about something else in its place. */
  become: (deed: RouteDeed) => void
  onClose: () => void
  onGone: () => void
}

/** Asks before a route is retired, restored or deleted, and says what will happen. */
export default function RouteDialog({ deed, saved, reload, become, onClose, onGone }: RouteDialogProps) {
  const api = useApi()
  const tenant = useTenant()
  const client = useQueryClient()
  const route = saved.body
  const { title, consequences, button, done } = words[deed]

  const gone = () => {
    forgetRoute(client, api, tenant.id, route.id)
    onGone()
    notify({ title: words.delete.done, message: route.name })
  }
  const doing = useMutation({
    mutationFn: async (): Promise<Answered<Route> | null> => {
      if (saved.etag === null) {
        throw new ApiProblem({ code: 'unreadable_answer', status: null, detail: 'No ETag.', requestId: null })
      }
      const options = { tenantId: tenant.id, params: { routeId: route.id }, ifMatch: saved.etag }
      if (deed !== 'delete') {
        return api.patch('/routes/{routeId}', { ...options, body: { isRetired: deed === 'retire' } })
      }
      await api.delete('/routes/{routeId}', options)
      return null
    },
    onSuccess: (answer) => {
      if (!answer) return gone()
      showRoute(client, api, tenant.id, answer)
      onClose()
      notify({ title: done, message: route.name })
    },
    onError: async (error) => {
      if (isProblem(error, 'not_found')) gone()
      else if (isProblem(error, 'precondition_failed', 'conflict')) await reload().catch(() => undefined)
    },
  })
  const isInUse = isProblem(doing.error, 'route_in_use')

  return (
    <Modal
      opened
      onClose={onClose}
      title={title(route.name)}
      returnFocus={false}
      closeOnClickOutside={!doing.isPending}
      closeOnEscape={!doing.isPending}
    >
      <div className={classes.text}>
        {consequences(route).map((text) => (
          <p key={text}>{text}</p>
        ))}
      </div>
      {doing.error && (
        <p role="alert" className={classes.error} style={{ marginBottom: 16 }}>
          <strong>{wordsOf(doing.error).title}.</strong>{' '}
          {isProblem(doing.error, 'precondition_failed')
            ? 'The page behind shows how it is now. Go on if you still want to.'
            : wordsOf(doing.error).advice}
        </p>
      )}
      <Group justify="flex-end" gap="sm">
        <Button variant="default" onClick={onClose} disabled={doing.isPending} data-autofocus>
          Cancel
        </Button>
        {isInUse ? (
          !route.isRetired && (
            <Button
              onClick={() => {
                doing.reset()
                become('retire')
              }}
            >
              Retire instead…
            </Button>
          )
        ) : (
          <Button
            {...(deed === 'delete' ? { color: 'red' } : {})}
            loading={doing.isPending}
            onClick={() => doing.mutate()}
          >
            {button}
          </Button>
        )}
      </Group>
    </Modal>
  )
}
