import { Button } from '@mantine/core'
import type { InfiniteData } from '@tanstack/react-query'
import { useEffect, useEffectEvent, useRef } from 'react'
import { type AuditPage, isProblem, wordsOf } from '../api/index.ts'
import { useFormats } from '../session/index.ts'
import classes from './ListFoot.module.css'

type ListFootProps = {
  list: {
    data: InfiniteData<AuditPage> | undefined
    error: Error | null
    hasNextPage: boolean
    isFetching: boolean
    isFetchingNextPage: boolean
    fetchNextPage: () => Promise<unknown>
    refetch: () => Promise<unknown>
  }
}

/** The foot of the entries: loads on as it comes near, and says how far back it has looked. */
export function ListFoot({ list }: ListFootProps) {
  const formats = useFormats()
  const foot = useRef<HTMLDivElement>(null)
  const last = list.data?.pages.at(-1)
  // Where nothing is found for long, the person decides whether to look on.
  const isFruitful = (last?.items.length ?? 0) > 0
  const canLoad = list.hasNextPage && !list.error && isFruitful
  const pages = list.data?.pages.length ?? 0
  const more = () => {
    if (list.hasNextPage && !list.isFetching) void list.fetchNextPage()
  }
  const loadMore = useEffectEvent(more)

  useEffect(() => {
    if (!foot.current || !canLoad || pages === 0) return
    const watcher = new IntersectionObserver(([entry]) => entry?.isIntersecting && loadMore(), { rootMargin: '800px' })
    watcher.observe(foot.current)
    return () => watcher.disconnect()
  }, [canLoad, pages])

  if (list.error) {
    const retry = () => void (isProblem(list.error, 'invalid_cursor') ? list.refetch() : list.fetchNextPage())
    return (
      <div className={classes.foot}>
        <span role="alert">{`${wordsOf(list.error).title}. ${wordsOf(list.error).advice}`}</span>
        <Button variant="default" size="xs" onClick={retry}>
          Try again
        </Button>
      </div>
    )
  }
  return (
    <div ref={foot} className={classes.foot}>
      {list.hasNextPage ? (
        <>
          {last?.lookedBackTo && <span>Looked back to {formats.dateTime(last.lookedBackTo)}.</span>}
          <Button variant="default" onClick={more} loading={list.isFetchingNextPage}>
            {isFruitful ? 'Load more' : 'Look further back'}
          </Button>
        </>
      ) : (
        <span>That is all.</span>
      )}
    </div>
  )
}
