import type { Contract, ResponseOf } from '../../contract/index.ts'
import type { Instant, Recorder, RecorderActivity } from '../../model/index.ts'
import type { ClientSecret } from '../../ports/index.ts'

export type ListedRecorder = ResponseOf<Contract['recorders']['listRecorders']>['items'][number]
export type RecorderView = ResponseOf<Contract['recorders']['getRecorder']>

export const noActivity: RecorderActivity = { lastReceivedAt: null, received24h: 0, failed24h: 0, failures: [] }

/** Whether nothing came for longer than it should, counted from its making for one that has sent nothing. */
export function isSilent(
  { isEnabled, silenceMinutes, createdAt }: Pick<Recorder, 'isEnabled' | 'silenceMinutes' | 'createdAt'>,
  lastReceivedAt: Instant | null,
  now: Instant,
): boolean {
  if (silenceMinutes === null || !isEnabled) return false
  return Date.parse(now) - Date.parse(lastReceivedAt ?? createdAt) > silenceMinutes * 60_000
}

export function viewHead(recorder: Recorder, activity: RecorderActivity, now: Instant): ListedRecorder {
  const { id, name, clientId, isEnabled, defaultRouteId, routes, timeZone, channelOrder, silenceMinutes } = recorder
  const { lastReceivedAt, received24h, failed24h } = activity
  return {
    ...{ id, name, clientId, isEnabled, defaultRouteId, timeZone, silenceMinutes },
    routes: routes === 'all' ? routes : [...routes],
    channelOrder: [...channelOrder],
    ...{ lastReceivedAt, received24h, failed24h, isSilent: isSilent(recorder, lastReceivedAt, now) },
  }
}

/** The recorder whole, without the value of any secret. */
export function viewRecorder(
  recorder: Recorder,
  activity: RecorderActivity,
  secrets: readonly ClientSecret[],
  now: Instant,
): RecorderView {
  return {
    ...viewHead(recorder, activity, now),
    secrets: secrets.map(({ id, createdAt }) => ({ id, createdAt })),
    failures: activity.failures,
    ...{ createdAt: recorder.createdAt, updatedAt: recorder.updatedAt },
  }
}
