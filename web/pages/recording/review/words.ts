import type { Denial, FieldValue, ReviewField } from '../../../../functions/contract/index.ts'
import type { Category } from '../../../api/index.ts'
import { spokenDuration } from '../../../time/index.ts'

const names: Record<string, string> = {
  rating: 'Rating',
  isComplete: 'Complete transaction',
  timeSpentMinutes: 'Time spent',
  agentId: 'Agent ID',
  categoryIds: 'Categories',
  isSensitive: 'Sensitive',
  neverExpires: 'Never expire',
  status: 'Review',
  notes: 'Note',
  momentMs: 'Moment of the note',
  heldBy: 'Reviewing',
  from: 'From',
  fromName: 'From name',
  to: 'To',
  toName: 'To name',
  direction: 'Direction',
  agentName: 'Agent',
  queue: 'Queue',
}

/** A field as people call it; one that this dashboard does not know yet by its own name. */
export const fieldWords = (field: string): string => names[field] ?? field

const minuteMs = 60_000

/** `1:23`, with hours where there are any. */
export function momentWords(ms: number): string {
  const seconds = Math.floor(ms / 1000)
  const two = (count: number) => String(count).padStart(2, '0')
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60]
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`
}

/** What a field holds, in a few words; nothing is a dash. */
export function valueWords(field: string, value: FieldValue, categories: readonly Category[]): string {
  if (value === null || (Array.isArray(value) && value.length === 0)) return '—'
  if (Array.isArray(value)) {
    const nameOf = (id: string) => categories.find((category) => category.id === id)?.name ?? 'a category'
    return field === 'categoryIds' ? value.map(nameOf).join(', ') : value.join(', ')
  }
  if (typeof value === 'boolean') return value ? 'Yes' : 'No'
  if (typeof value === 'number') {
    if (field === 'rating') return value === 1 ? '1 star' : `${value} stars`
    if (field === 'timeSpentMinutes') return value === 0 ? 'no time' : spokenDuration(value * minuteMs)
    if (field === 'momentMs') return momentWords(value)
    return String(value)
  }
  if (field === 'status') return value === 'reviewed' ? 'Reviewed' : 'Not reviewed'
  return value
}

const turnedOff: Partial<Record<ReviewField, string>> = {
  rating: 'Rating is',
  notes: 'Notes are',
  isComplete: 'Marking calls as complete is',
  categoryIds: 'Categories are',
  agentId: 'Changing the agent is',
}

/** Why a field cannot be edited, as a sentence. */
export function refusedWords(field: ReviewField, denial: Denial): string {
  if (denial.routePermission === null) return 'You may not change this.'
  const where = denial.routeName === null ? 'here' : `on route ${denial.routeName}`
  return `${turnedOff[field] ?? 'This is'} turned off ${where}.`
}
