import { describe, expect, it } from 'vitest'
import {
  newRecorderSchema,
  recorderChangesSchema,
  recorderSchema,
} from '../../../../../functions/contract/recorders.ts'
import type { Recorder } from '../../../../../web/api/index.ts'
import {
  newRecorderDraft,
  newRecorderOf,
  recorderChangesOf,
  recorderDraftOf,
  recorderProblems,
} from '../../../../../web/pages/admin/recorders/recorderDraft.ts'
import { agoWords, lastDayWords, minutesWords } from '../../../../../web/pages/admin/recorders/words.ts'

const sales = '01k0acme000000000000000002'
const support = '01k0acme000000000000000003'

const givenRecorder = (facts: Record<string, unknown> = {}): Recorder =>
  recorderSchema.parse({
    ...{ id: '01k0acme000000000000000009', name: 'Front desk', clientId: 'c1', isEnabled: true },
    ...{ defaultRouteId: null, routes: [sales], timeZone: null, channelOrder: ['caller', 'agent'] },
    ...{ silenceMinutes: 60, lastReceivedAt: null, received24h: 0, failed24h: 0, isSilent: false },
    ...{ secrets: [], failures: [], createdAt: '2026-03-01T09:00:00.000Z', updatedAt: '2026-03-01T09:00:00.000Z' },
    ...facts,
  })
const opened = recorderDraftOf(givenRecorder())

describe('a recorder’s draft', () => {
  it('that changes nothing sends nothing', () => {
    expect(recorderChangesOf({ ...opened, name: ' Front desk ' }, opened)).toEqual({})
  })

  it('sends only what it changes, and null for what was emptied', () => {
    const draft = { ...opened, silenceMinutes: ' ', defaultRouteId: sales, channelOrder: ' mixed, ' }
    expect(recorderChangesOf(draft, opened)).toEqual({
      ...{ silenceMinutes: null, defaultRouteId: sales, channelOrder: ['mixed'] },
    })
  })

  it('sends routes whole: some, others, all', () => {
    expect(recorderChangesOf({ ...opened, routeIds: [sales, support] }, opened)).toEqual({ routes: [sales, support] })
    expect(recorderChangesOf({ ...opened, feedsAll: true }, opened)).toEqual({ routes: 'all' })
  })

  it('has every setting that the contract lets change, but for the switch', () => {
    const draft = {
      ...{ name: 'New', defaultRouteId: support, feedsAll: false, routeIds: [support], timeZone: 'Europe/Berlin' },
      ...{ channelOrder: 'agent', silenceMinutes: '5' },
    }
    const changes = recorderChangesSchema.parse(recorderChangesOf(draft, opened))
    const { isEnabled: _, ...rest } = recorderChangesSchema.shape
    expect(Object.keys(changes).toSorted()).toEqual(Object.keys(rest).toSorted())
  })

  it('of a new one is what the contract takes', () => {
    expect(newRecorderSchema.parse(newRecorderOf({ ...newRecorderDraft, name: 'New' }))).toEqual({
      ...{ name: 'New', defaultRouteId: null, routes: 'all', timeZone: null, channelOrder: [], silenceMinutes: 60 },
    })
  })

  it('says before it is sent what is missing or no number', () => {
    const draft = { ...opened, name: ' ', routeIds: [], silenceMinutes: 'soon' }
    expect(Object.keys(recorderProblems(draft))).toEqual(['name', 'routes', 'silenceMinutes'])
    expect(recorderProblems(opened)).toEqual({})
  })
})

describe('how a recorder fares in words', () => {
  const now = new Date('2026-03-01T12:00:00Z')
  it.each([
    ['2026-03-01T11:59:30Z', 'now'],
    ['2026-03-01T11:57:00Z', '3 minutes ago'],
    ['2026-03-01T09:30:00Z', '2 hours ago'],
    ['2026-02-27T09:30:00Z', '2 days ago'],
    ['2026-03-01T12:00:09Z', 'now'],
  ])('%s is %s', (instant, words) => {
    expect(agoWords(instant, now, 'en')).toBe(words)
  })

  it('tells minutes and counts', () => {
    expect(minutesWords(90)).toBe('1 hour 30 minutes')
    expect(minutesWords(60)).toBe('1 hour')
    expect(lastDayWords(givenRecorder(), String)).toBe('Nothing')
    expect(lastDayWords(givenRecorder({ received24h: 120 }), String)).toBe('120 received')
    expect(lastDayWords(givenRecorder({ received24h: 120, failed24h: 3 }), String)).toBe('120 received, 3 refused')
  })
})
