import { describe, expect, it } from 'vitest'
import { silentRecorders } from '../../../functions/domain/recorders/index.ts'
import { tenantId } from '../given.ts'
import { givenRecorder, givenWorld, now } from './given.ts'

const minutesAgo = (minutes: number) => new Date(Date.parse(now) - minutes * 60_000).toISOString()
const longAgo = minutesAgo(600)

describe('recorders that are silent', () => {
  it('are those that sent nothing for longer than is set for them, since they were made', async () => {
    const silent = givenRecorder({ silenceMinutes: 30, createdAt: longAgo })
    const neverHeard = givenRecorder({ silenceMinutes: 30, createdAt: minutesAgo(31) })
    const heard = givenRecorder({ silenceMinutes: 30, createdAt: longAgo })
    const isNew = givenRecorder({ silenceMinutes: 30, createdAt: minutesAgo(29) })
    const unwatched = givenRecorder({ createdAt: longAgo })
    const disabled = givenRecorder({ silenceMinutes: 30, createdAt: longAgo, isEnabled: false })
    const { ports, activities } = givenWorld([silent, neverHeard, heard, isNew, unwatched, disabled])
    const activity = { received24h: 1, failed24h: 0, failures: [] }
    activities.set(silent.id, { ...activity, lastReceivedAt: minutesAgo(31) })
    activities.set(heard.id, { ...activity, lastReceivedAt: minutesAgo(30) })
    expect(await silentRecorders(ports, tenantId)).toEqual([silent.id, neverHeard.id])
  })

  it('cost no read where none is watched', async () => {
    const { ports } = givenWorld([givenRecorder({ createdAt: longAgo })])
    const activity = () => Promise.reject(new Error('it was read'))
    expect(await silentRecorders({ ...ports, recorders: { ...ports.recorders, activity } }, tenantId)).toEqual([])
  })
})
