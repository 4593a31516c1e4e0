import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { type Route, routesQuery } from '../../api/index.ts'
import { tellFailure } from '../../parts/index.ts'
import { useApi, useTenant } from '../../session/index.ts'
import { moved, reordered } from './routeOrder.ts'

/** Moves routes up and down: shown at once, saved one after another, and taken back with the reason if refused. */
export function useReorder(active: readonly Route[]) {
  const api = useApi()
  const tenant = useTenant()
  const client = useQueryClient()
  const [said, setSaid] = useState('')
  const { queryKey } = routesQuery(api, tenant.id)
  const mutationKey = ['tenant', tenant.id, 'routeOrder']

  const saving = useMutation({
    mutationKey,
    // One move is saved before the next, as each is counted from the one before.
    scope: { id: mutationKey.join(' ') },
    mutationFn: async (changed: readonly Route[]) => {
      for (const { id: routeId, order } of changed) {
        const options = { tenantId: tenant.id, params: { routeId } }
        const { etag } = await api.get('/routes/{routeId}', options)
        await api.patch('/routes/{routeId}', { ...options, ifMatch: etag ?? '', body: { order } })
      }
    },
    onMutate: async (changed) => {
      await client.cancelQueries({ queryKey })
      client.setQueryData(queryKey, (routes) =>
        routes?.map((route) => changed.find(({ id }) => id === route.id) ?? route),
      )
    },
    onError: (error) => {
      setSaid('')
      tellFailure(error)
    },
    onSettled: () => {
      // Another move that waits its turn is shown already.
      if (client.isMutating({ mutationKey }) === 1) void client.invalidateQueries({ queryKey })
    },
  })

  const move = (id: string, by: -1 | 1) => {
    const sequence = moved(active, id, by)
    const place = sequence.findIndex((route) => route.id === id)
    setSaid(`${sequence[place]?.name} is now ${place + 1} of ${sequence.length}.`)
    saving.mutate(reordered(sequence))
  }
  return { move, said }
}
