import { type QueryKey, useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { tellFailure } from '../../parts/index.ts'
import { moved, reordered } from './routeOrder.ts'

type ReorderOptions<T> = {
  /** In their order. */
  active: readonly T[]
  /** What their list is kept under. */
  queryKey: QueryKey
  nameOf: (thing: T) => string
  /** Saves the order of one. */
  save: (thing: T) => Promise<unknown>
}

/** Moves things up and down: shown at once, saved one after another, and taken back with the reason if refused. */
export function useReorder<T extends { id: string; order: number }>(options: ReorderOptions<T>) {
  const { active, queryKey, nameOf, save } = options
  const client = useQueryClient()
  const [said, setSaid] = useState('')
  const mutationKey = [...queryKey, 'order']

  const saving = useMutation({
    mutationKey,
    // One move is saved before the next, as each is counted from the one before.
    scope: { id: mutationKey.join(' ') },
    mutationFn: async (changed: readonly T[]) => {
      for (const thing of changed) await save(thing)
    },
    onMutate: async (changed) => {
      await client.cancelQueries({ queryKey })
      client.setQueryData<readonly { id: string }[]>(queryKey, (all) =>
        all?.map((each) => changed.find(({ id }) => id === each.id) ?? each),
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
    const place = sequence.findIndex((thing) => thing.id === id)
    const thing = sequence[place]
    if (thing) setSaid(`${nameOf(thing)} is now ${place + 1} of ${sequence.length}.`)
    saving.mutate(reordered(sequence))
  }
  return { move, said }
}
