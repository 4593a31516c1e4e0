import { Button } from '@mantine/core'
import { useEffect, useEffectEvent, useRef } from 'react'
import { isProblem, wordsOf } from '../../api/index.ts'
import { useFormats } from '../../session/index.ts'
import classes from './ListEnd.module.css'

type ListEndProps = {
  list: { hasNextPage: boolean; isFetchingNextPage: boolean; error: unknown; data: { pages: unknown[] } | undefined }
  count: number
  more: () => void
  /** For a cursor that is no longer good. */
  reload: () => void
}

/** The foot of the list: loads more as it comes near, and says when there is no more. */
export function ListEnd({ list, count, more, reload }: ListEndProps) {
  const formats = useFormats()
  const foot = useRef<HTMLDivElement>(null)
  const canLoad = list.hasNextPage && !list.error
  const pages = list.data?.pages.length ?? 0
  const loadMore = useEffectEvent(more)

  useEffect(() => {
    // A page may be so short that the foot stays in sight: watched anew, it tells so anew.
    if (!foot.current || !canLoad || pages === 0) return
    const watcher = new IntersectionObserver(([entry]) => entry?.isIntersecting && loadMore(), { rootMargin: '800px' })
    watcher.observe(foot.current)
    return () => watcher.disconnect()
  }, [canLoad, pages])

  return (
    <div ref={foot} className={classes.foot}>
      {list.error ? (
        <>
          <span role="alert">{`${wordsOf(list.error).title}. ${wordsOf(list.error).advice}`}</span>
          <Button variant="default" size="xs" onClick={isProblem(list.error, 'invalid_cursor') ? reload : more}>
            Try again
          </Button>
        </>
      ) : list.hasNextPage ? (
        <Button variant="default" onClick={more} loading={list.isFetchingNextPage}>
          Load more
        </Button>
      ) : (
        <span>{count === 1 ? '1 recording, and no more' : `${formats.number(count)} recordings, and no more`}</span>
      )}
    </div>
  )
}
