import { customFieldStore, recordingStore } from '../adapters/dynamodb/index.ts'
import { mediaParts, mediaStore } from '../adapters/s3/index.ts'
import { count } from '../adapters/telemetry/index.ts'
import { bindIngest, watchIngest } from '../http/index.ts'
import type { AnsweredRequest } from '../ports/index.ts'
import { apiHandler, storesFrom } from './environment.ts'
import { reportAnswer } from './report.ts'

const base = storesFrom(process.env)
const { inTable, inBucket } = base
const stores = {
  ...base,
  recordings: inTable(recordingStore),
  customFields: inTable(customFieldStore),
  media: inBucket(mediaStore),
  parts: inBucket(mediaParts),
}

/** Of this room a recording that was not there yet is the one thing that is made. */
function onAnswered(answered: AnsweredRequest): void {
  reportAnswer(answered)
  if (answered.status === 201) count('IngestedCalls')
}

export const handler = apiHandler(process.env, stores, bindIngest(stores), {
  onOutcome: watchIngest(stores),
  onAnswered,
})
