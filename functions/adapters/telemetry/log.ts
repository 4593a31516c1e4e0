import { LogFormatter, Logger, LogItem } from '@aws-lambda-powertools/logger'
import type { LogAttributes, UnformattedAttributes } from '@aws-lambda-powertools/logger/types'
import type { AnsweredRequest } from '../../ports/index.ts'
import { faultPlaceOf } from './fault.ts'

/** What a line may be about: ids and names of ours. Nothing else is written, whoever hands it in. */
const subjects = [
  ...['requestId', 'routeKey', 'status', 'code', 'durationMs', 'tenantId', 'personId'],
  ...['recordingId', 'mediaId', 'recorderId', 'queue', 'receives'],
] as const

/** Longer than any id or route key. */
const maxCharacters = 200

type Subject = string | number | null

const isSubject = (value: unknown): value is Subject =>
  value === null || typeof value === 'number' || (typeof value === 'string' && value.length <= maxCharacters)

/** Powertools would write every attribute, and of errors the message. */
class IdsAlone extends LogFormatter {
  override formatAttributes(base: UnformattedAttributes, { error, ...about }: LogAttributes): LogItem {
    const { logLevel: level, message, serviceName: service, xRayTraceId: traceId } = base
    const told = subjects.flatMap((name) => (isSubject(about[name]) ? [[name, about[name]]] : []))
    const attributes = {
      ...{ level, message, timestamp: this.formatTimestamp(base.timestamp), service, ...Object.fromEntries(told) },
      ...(error !== undefined && { error }),
      ...(traceId !== undefined && { traceId }),
    }
    return new LogItem({ attributes })
  }
}

const logger = new Logger({ logFormatter: new IdsAlone() })

/** One line for each request. */
export function logAnswer(answered: AnsweredRequest): void {
  logger.info('request', answered)
}

/** A recorder that should have sent something. */
export function logSilence(about: { tenantId: string; recorderId: string }): void {
  logger.warn('silent recorder', about)
}

/** One line of what went wrong and where. */
export function logFault(error: unknown, about: Readonly<Record<string, unknown>>): void {
  // A thrown Error under this key would be written whole.
  logger.error('fault', { ...about, error: faultPlaceOf(error) })
}
