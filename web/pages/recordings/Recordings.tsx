import { type InfiniteData, useQuery, useQueryClient } from '@tanstack/react-query'
import { Suspense, useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { useLocation, useSearch } from 'wouter'
import { useHistoryState } from 'wouter/use-browser-location'
import { categoriesQuery, listQuery, type RecordingSummary, rowAfterDeletion } from '../../api/index.ts'
import { useDock } from '../../dock/index.ts'
import { useShortcuts } from '../../keys/index.ts'
import { DeleteDialog, RecordingsFailure, reasonAgainst, useDownload } from '../../parts/index.ts'
import { addresses, filtersOf, searchOf } from '../../places/index.ts'
import { useApi, useFormats, useTenant } from '../../session/index.ts'
import { notify, useTitle } from '../../ui/index.ts'
import type { CellContext } from './columns.tsx'
import { FilterBar } from './FilterBar.tsx'
import { ListEnd } from './ListEnd.tsx'
import { isReturn, markForReturn, recallList, rememberList } from './listMemory.ts'
import { NothingFound } from './NothingFound.tsx'
import { RecordingTable } from './RecordingTable.tsx'
import { Row } from './Row.tsx'
import { useList } from './useList.ts'
import { useRowKeys } from './useRowKeys.ts'

const refuse = (reason: string) => notify({ message: `${reason}.` })

/** The list of a tenant's recordings. */
export function Recordings() {
  useTitle('Recordings')
  const tenant = useTenant()
  const formats = useFormats()
  const filters = filtersOf(useSearch())
  const search = searchOf(filters)
  const list = useList(filters)
  const { rows, question } = list
  const [, navigate] = useLocation()
  const api = useApi()
  const client = useQueryClient()
  const dock = useDock()
  const { download, menu } = useDownload()
  const [toDelete, setToDelete] = useState<RecordingSummary | null>(null)
  const table = useRef<HTMLTableElement>(null)

  const open = useCallback(
    (recordingId: string) => {
      navigate(addresses.recording(tenant.id, recordingId), { state: { list: search } })
    },
    [navigate, tenant, search],
  )
  const { play: playInDock } = dock
  const { data: categories } = useQuery(categoriesQuery(api, tenant.id))
  const context = useMemo<CellContext>(() => {
    const unless = (reason: string | undefined, act: () => void) => (reason ? refuse(reason) : act())
    return {
      formats,
      categories: new Map(categories?.map((category) => [category.id, category])),
      href: (recordingId) => addresses.recording(tenant.id, recordingId),
      linkState: { list: search },
      play: (recording) => unless(reasonAgainst('play', recording), () => playInDock(recording.id)),
      download: (recording, from) =>
        unless(reasonAgainst('download', recording), () => void download(recording.id, from)),
      remove: (recording) => unless(reasonAgainst('delete', recording), () => setToDelete(recording)),
    }
  }, [formats, categories, tenant, search, playInDock, download])

  const more = () => {
    if (list.hasNextPage && !list.isFetching) void list.fetchNextPage()
  }
  const { currentId, setCurrentId, focusRow } = useRowKeys(table, rows, { ...context, open, reachedEnd: more })

  /** Only the first page is read again: the others follow as one scrolls. */
  const reload = () => {
    client.setQueryData<InfiniteData<unknown, string | null>>(
      listQuery(api, tenant.id, question).queryKey,
      (loaded) => loaded && { pages: loaded.pages.slice(0, 1), pageParams: loaded.pageParams.slice(0, 1) },
    )
    void list.refetch()
    scrollTo(0, 0)
  }
  useShortcuts({ reload: () => void reload() })

  useListPlace(tenant.id, search, currentId, focusRow)

  /** The row to focus once the dialog is gone; kept until then, as the dialog holds the focus. */
  const focusNext = useRef<string | null>(null)
  useEffect(() => {
    if (toDelete || !focusNext.current) return
    focusRow(focusNext.current)
    focusNext.current = null
  }, [toDelete, focusRow])

  const cannotLoad = list.error && rows.length === 0
  return (
    <>
      <FilterBar filters={filters} isReloading={list.isRefetching && !list.isFetchingNextPage} reload={reload} />
      {cannotLoad ? (
        <RecordingsFailure error={list.error} retry={() => list.refetch()} />
      ) : rows.length === 0 && !list.isPending && !list.hasNextPage ? (
        <NothingFound filters={filters} />
      ) : (
        <>
          <RecordingTable ref={table} formats={formats} isLoading={list.isPending}>
            {rows.map((recording) => (
              <Row
                key={recording.id}
                recording={recording}
                isCurrent={recording.id === currentId}
                context={context}
                becomeCurrent={setCurrentId}
                open={open}
              />
            ))}
          </RecordingTable>
          {!list.isPending && <ListEnd list={list} count={rows.length} more={more} reload={reload} />}
        </>
      )}
      <p className="visually-hidden" role="status">
        {list.isPending ? '' : `${rows.length} recordings loaded`}
      </p>
      {menu}
      {toDelete && (
        <Suspense fallback={null}>
          <DeleteDialog
            recording={toDelete}
            onClose={() => {
              focusNext.current = toDelete.id
              setToDelete(null)
            }}
            onDeleted={() => {
              focusNext.current = rowAfterDeletion(rows, toDelete.id)
              if (dock.playingId === toDelete.id) dock.close()
              setToDelete(null)
            }}
          />
        </Suspense>
      )}
    </>
  )
}

/** Comes back to the row and the height at which the list was left. */
function useListPlace(tenantId: string, search: string, currentId: string | null, focusRow: (id: string) => void) {
  const state: unknown = useHistoryState()
  const latest = useRef({ currentId, state })
  useEffect(() => {
    latest.current = { currentId, state }
  })

  useLayoutEffect(() => {
    const left = isReturn(latest.current.state) ? recallList(tenantId, search) : undefined
    if (left?.rowId) focusRow(left.rowId)
    scrollTo(0, left?.scrollY ?? 0)
    // From now on, who comes to this entry of the history comes back.
    markForReturn()
    let scrollY = left?.scrollY ?? 0
    const onScroll = () => {
      scrollY = window.scrollY
    }
    addEventListener('scroll', onScroll, { passive: true })
    return () => {
      removeEventListener('scroll', onScroll)
      rememberList(tenantId, search, { scrollY, rowId: latest.current.currentId })
    }
  }, [tenantId, search, focusRow])
}
