import { count } from '../adapters/telemetry/index.ts'
import { bindIngest, watchIngest } from '../http/index.ts'
import type { AnsweredRequest } from '../ports/index.ts'
import { apiHandler, storesFrom } from './environment.ts'
import { reportAnswer } from './report.ts'

const stores = storesFrom(process.env)

/** Of this room a recording that was not there yet is the one thing that is made. */
function onAnswered(answered: AnsweredRequest): void {
  reportAnswer(answered)
  if (answered.status === 201) count('IngestedCalls')
}

export const handler = apiHandler(process.env, stores, bindIngest(stores), {
  onOutcome: watchIngest(stores),
  onAnswered,
})
