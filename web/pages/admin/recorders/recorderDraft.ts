import type { NewRecorder, Recorder, RecorderChanges } from '../../../api/index.ts'
import { changesOf } from '../draft.ts'

/** A recorder's form as it stands; an empty text means none. */
export type RecorderDraft = {
  name: string
  defaultRouteId: string
  feedsAll: boolean
  /** Kept while all routes are fed. */
  routeIds: readonly string[]
  timeZone: string
  /** Voices in the order of channels, parted by commas. */
  channelOrder: string
  /** Digits. */
  silenceMinutes: string
}

export const newRecorderDraft: RecorderDraft = {
  name: '',
  defaultRouteId: '',
  feedsAll: true,
  routeIds: [],
  timeZone: '',
  channelOrder: '',
  silenceMinutes: '60',
}

export const recorderDraftOf = (recorder: Recorder): RecorderDraft => ({
  name: recorder.name,
  defaultRouteId: recorder.defaultRouteId ?? '',
  feedsAll: recorder.routes === 'all',
  routeIds: recorder.routes === 'all' ? [] : recorder.routes,
  timeZone: recorder.timeZone ?? '',
  channelOrder: recorder.channelOrder.join(', '),
  silenceMinutes: recorder.silenceMinutes === null ? '' : String(recorder.silenceMinutes),
})

const wordsIn = (text: string): string[] =>
  text
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '')

// What is typed is checked by the server, and chosen ids are of what it listed: brands and unions are its business.
const given = <T>(value: unknown): T => value as T

/** The draft as the API takes it. */
export function newRecorderOf(draft: RecorderDraft): NewRecorder {
  const { name, defaultRouteId, feedsAll, routeIds, timeZone, channelOrder, silenceMinutes } = draft
  return {
    name: name.trim(),
    defaultRouteId: given<NewRecorder['defaultRouteId']>(defaultRouteId || null),
    routes: given<NewRecorder['routes']>(feedsAll ? 'all' : routeIds),
    timeZone: timeZone || null,
    channelOrder: given<NewRecorder['channelOrder']>(wordsIn(channelOrder)),
    silenceMinutes: silenceMinutes.trim() === '' ? null : Number(silenceMinutes),
  }
}

/** What the draft changes; only that is sent. */
export function recorderChangesOf(draft: RecorderDraft, base: RecorderDraft): RecorderChanges {
  const changed = changesOf({ ...draft, name: draft.name.trim() }, base)
  const whole = newRecorderOf(draft)
  const hasOtherRoutes = changed.feedsAll !== undefined || (!draft.feedsAll && changed.routeIds !== undefined)
  return {
    ...(changed.name === undefined ? {} : { name: whole.name }),
    ...(changed.defaultRouteId === undefined ? {} : { defaultRouteId: whole.defaultRouteId }),
    ...(hasOtherRoutes ? { routes: whole.routes } : {}),
    ...(changed.timeZone === undefined ? {} : { timeZone: whole.timeZone }),
    ...(changed.channelOrder === undefined ? {} : { channelOrder: whole.channelOrder }),
    ...(changed.silenceMinutes === undefined ? {} : { silenceMinutes: whole.silenceMinutes }),
  }
}

/** What can be said before the server is asked, by field. */
export const recorderProblems = (draft: RecorderDraft): Partial<Record<string, string>> => ({
  ...(draft.name.trim() === '' ? { name: 'Give the recorder a name.' } : {}),
  ...(!draft.feedsAll && draft.routeIds.length === 0 ? { routes: 'Choose one route at least.' } : {}),
  ...(/^\s*\d*\s*$/.test(draft.silenceMinutes) ? {} : { silenceMinutes: 'Write a number of minutes, or nothing.' }),
})
