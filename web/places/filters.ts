import { instantOfWallTime, startOfDay, wallTimeOf } from '../time/index.ts'

/** The stretches of time to choose from, counted in whole days of the person's zone. */
export const ranges = [
  { id: 'all', words: 'All time' },
  { id: 'today', words: 'Today', daysBack: 0 },
  { id: '7d', words: 'Last 7 days', daysBack: 6 },
  { id: '30d', words: 'Last 30 days', daysBack: 29 },
  { id: 'custom', words: 'Custom' },
] as const
export type RangeId = (typeof ranges)[number]['id']

/** What narrows the list; it lives in the address, so that a list can be shared and returned to. */
export type ListFilters = {
  range: RangeId
  /** RFC 3339; only with the range `custom`. */
  startedFrom?: string | undefined
  /** RFC 3339, exclusive; only with the range `custom`. */
  startedBefore?: string | undefined
  sessionId?: string | undefined
  callId?: string | undefined
}

export const noFilters: ListFilters = { range: 'all' }

const instant = (text: string | null): string | undefined => {
  if (!text) return undefined
  const date = new Date(text)
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString()
}

const id = (text: string | null): string | undefined => text?.trim().slice(0, 255) || undefined

/** Reads the filters of an address. What makes no sense there is left out rather than refused. */
export function filtersOf(search: string): ListFilters {
  const query = new URLSearchParams(search)
  const startedFrom = instant(query.get('startedFrom'))
  const startedBefore = instant(query.get('startedBefore'))
  const named = ranges.find(({ id }) => id === query.get('range'))?.id
  const range = named ?? (startedFrom || startedBefore ? 'custom' : 'all')
  return {
    range,
    ...(range === 'custom' ? { startedFrom, startedBefore } : {}),
    sessionId: id(query.get('sessionId')),
    callId: id(query.get('callId')),
  }
}

/** The filters as an address's query, without the question mark; the same filters always give the same text. */
export function searchOf(filters: ListFilters): string {
  const query = new URLSearchParams()
  if (filters.range !== 'all') query.set('range', filters.range)
  if (filters.range === 'custom') {
    if (filters.startedFrom) query.set('startedFrom', filters.startedFrom)
    if (filters.startedBefore) query.set('startedBefore', filters.startedBefore)
  }
  if (filters.sessionId) query.set('sessionId', filters.sessionId)
  if (filters.callId) query.set('callId', filters.callId)
  return query.toString()
}

export const isNarrowed = (filters: ListFilters): boolean => searchOf(filters) !== ''

/** The bounds that the API is asked for. */
export function boundsOf(
  filters: ListFilters,
  now: Date,
  timeZone: string,
): { startedFrom?: string; startedBefore?: string } {
  if (filters.range === 'custom') {
    return {
      ...(filters.startedFrom ? { startedFrom: filters.startedFrom } : {}),
      ...(filters.startedBefore ? { startedBefore: filters.startedBefore } : {}),
    }
  }
  const range = ranges.find(({ id }) => id === filters.range)
  if (!range || !('daysBack' in range)) return {}
  return { startedFrom: startOfDay(now, timeZone, range.daysBack).toISOString() }
}

/** The bounds of a custom range as two `datetime-local` fields show them. */
export const wallBoundsOf = (filters: ListFilters, timeZone: string): { from: string; before: string } => ({
  from: filters.startedFrom ? wallTimeOf(new Date(filters.startedFrom), timeZone) : '',
  before: filters.startedBefore ? wallTimeOf(new Date(filters.startedBefore), timeZone) : '',
})

/** Two `datetime-local` fields as a custom range; says what is wrong if the range holds no time. */
export function customRange(
  wall: { from: string; before: string },
  timeZone: string,
): { startedFrom?: string | undefined; startedBefore?: string | undefined } | { problem: string } {
  const startedFrom = instantOfWallTime(wall.from, timeZone)
  const startedBefore = instantOfWallTime(wall.before, timeZone)
  if (startedFrom && startedBefore && startedFrom >= startedBefore) {
    return { problem: 'The end must come after the start.' }
  }
  return { startedFrom: startedFrom?.toISOString(), startedBefore: startedBefore?.toISOString() }
}
