import type { InfiniteData } from '@tanstack/react-query'
import type { Recording, RecordingPage, RecordingSummary } from './shapes.ts'

export type LoadedList = InfiniteData<RecordingPage, unknown>

/** The rows of the pages loaded so far. A recording that slid into the next page meanwhile stands once, where it was first. */
export function rowsOf(list: LoadedList | undefined): RecordingSummary[] {
  const seen = new Map<string, RecordingSummary>()
  for (const page of list?.pages ?? []) {
    for (const row of page.items) seen.set(row.id, row)
  }
  return [...seen.values()]
}

/** The list without a recording, for right after its deletion. */
export const withoutRecording = (list: LoadedList, recordingId: string): LoadedList => ({
  ...list,
  pages: list.pages.map((page) => ({ ...page, items: page.items.filter(({ id }) => id !== recordingId) })),
})

/** The list with what its row shows of a recording brought up to date. */
export const withRecording = (list: LoadedList, recording: Recording): LoadedList => ({
  ...list,
  pages: list.pages.map((page) => ({
    ...page,
    items: page.items.map((row) => (row.id === recording.id ? { ...row, ...recording } : row)),
  })),
})

/**
 * Where the focus goes once a row is deleted: to the row that takes its place, else to the new last one; null if none
 * is left.
 */
export function rowAfterDeletion(rows: readonly { id: string }[], deletedId: string): string | null {
  const index = rows.findIndex(({ id }) => id === deletedId)
  if (index < 0) return null
  return rows[index + 1]?.id ?? rows[index - 1]?.id ?? null
}
