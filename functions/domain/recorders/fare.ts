import type { Principal, RecorderFailure } from '../../model/index.ts'
import type { Clock, RecorderStore } from '../../ports/index.ts'
import type { Refusal } from '../problems/index.ts'

export type WatchPorts = {
  recorders: Pick<RecorderStore, 'received' | 'failed'>
  clock: Pick<Clock, 'now'>
}

/** How a request of a recorder's ended; `call`: it said something of a call, and was heard. */
export type RequestWatch = (principal: Principal, outcome: 'call' | 'other' | Refusal) => Promise<void>

/** `media[0].channels, ...` for each of many files says no more than the first of them. */
const maxDetailCharacters = 300

/**
 * Counts what recorders send, and keeps what was refused to them: in the words of the answer, which name fields and repeat
 * nothing of the call.
 */
export function watchRequests({ recorders, clock }: WatchPorts): RequestWatch {
  return async ({ tenantId, recorder, request }, outcome) => {
    if (!recorder || outcome === 'other') return
    if (outcome === 'call') return recorders.received(tenantId, recorder.id)
    const failure: RecorderFailure = {
      ...{ at: clock.now(), code: outcome.code, requestId: request.id },
      detail: shortened(outcome.message),
    }
    return recorders.failed(tenantId, recorder.id, failure)
  }
}

function shortened(detail: string): string {
  return detail.length <= maxDetailCharacters ? detail : `${detail.slice(0, maxDetailCharacters - 1)}…`
}
