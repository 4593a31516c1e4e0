import { useEffect, useEffectEvent } from 'react'
import { useLocation } from 'wouter'
import { useHistoryState } from 'wouter/use-browser-location'
import { rowsOf } from '../../api/index.ts'
import { useShortcuts } from '../../keys/index.ts'
import { addresses, filtersOf, noFilters, type RecordingTab } from '../../places/index.ts'
import { useTenant } from '../../session/index.ts'
import { useList } from '../recordings/index.ts'
import { listOf, neighboursOf, nextToReview } from './trail.ts'

/** Nearer to the end of what is loaded than this, the next page of the list is asked for. */
const loadAhead = 3

/** So many pages of the list are looked through for one that is to be reviewed. */
const maxPagesAhead = 20

/** The way back to the list that this recording was opened from, and on to its neighbours there. */
export function useTrail(recordingId: string, tab: RecordingTab) {
  const tenant = useTenant()
  const [, navigate] = useLocation()
  const state: unknown = useHistoryState()
  const search = listOf(state)
  const list = useList(search === undefined ? noFilters : filtersOf(search), { enabled: search !== undefined })
  const { newerId, olderId, position } = neighboursOf(list.rows, recordingId)

  const shouldLoad =
    position !== null && list.rows.length - position < loadAhead && list.hasNextPage && !list.isFetching && !list.error
  const loadMore = useEffectEvent(() => void list.fetchNextPage())
  useEffect(() => {
    if (shouldLoad) loadMore()
  }, [shouldLoad])

  /** `4 of 50+`: where one is among what is loaded of the list. */
  const place = position === null ? null : `${position} of ${list.rows.length}${list.hasNextPage ? '+' : ''}`
  const listAddress = addresses.recordings(tenant.id, search === undefined ? undefined : filtersOf(search))
  const goTo = (id: string | null) => {
    if (id) navigate(addresses.recording(tenant.id, id, tab), { replace: true, state })
  }
  /** Loads on until one is found, or the list ends. @returns whether there was one */
  const goToNextToReview = async (): Promise<boolean> => {
    let { rows, hasNextPage } = list
    for (let page = 0; page < maxPagesAhead; page++) {
      const found = nextToReview(rows, recordingId, !hasNextPage)
      if (found !== null) goTo(found)
      if (found !== null || !hasNextPage) return found !== null
      const more = await list.fetchNextPage()
      if (more.error) return false
      rows = rowsOf(more.data)
      hasNextPage = more.hasNextPage
    }
    return false
  }
  const back = () => navigate(listAddress, { state: { isReturn: search !== undefined } })

  useShortcuts({ newer: () => goTo(newerId), older: () => goTo(olderId), back })
  return { search, state, newerId, olderId, place, listAddress, back, goTo, goToNextToReview }
}
