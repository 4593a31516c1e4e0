import { describe, expect, it } from 'vitest'
import { Refusal } from '../../../functions/domain/problems/index.ts'
import { watchRequests } from '../../../functions/domain/recorders/index.ts'
import { givenAdministrator, givenRecorder, givenWorld, now } from './given.ts'

const recorder = givenRecorder()
const asking = { ...givenAdministrator(), recorder }

describe('requests of a recorder', () => {
  it('are counted where they say something of a call', async () => {
    const { ports, received, failures } = givenWorld()
    const watch = watchRequests(ports)
    await watch(asking, 'call')
    await watch(asking, 'other')
    expect({ received, failures }).toEqual({ received: [recorder.id], failures: [] })
  })

  it('that are refused are kept with what to do about it', async () => {
    const { ports, received, failures } = givenWorld()
    const detail = 'Nothing was stored. Correct or leave out: from.'
    await watchRequests(ports)(asking, new Refusal('contradiction', detail, [{ field: 'from', message: 'differs' }]))
    const failure = { at: now, code: 'contradiction', detail, requestId: 'request-1' }
    expect({ received, failures }).toEqual({ received: [], failures: [{ id: recorder.id, failure }] })
    await watchRequests(ports)(asking, new Refusal('contradiction', `Correct or leave out: ${'media[0], '.repeat(90)}`))
    expect(failures[1]?.failure.detail).toMatch(/^Correct or leave out: media\[0\].{260,}…$/)
    expect(failures[1]?.failure.detail).toHaveLength(300)
  })

  it('of people are none of theirs', async () => {
    const { ports, received, failures } = givenWorld()
    await watchRequests(ports)(givenAdministrator(), 'call')
    await watchRequests(ports)(givenAdministrator(), new Refusal('forbidden', 'No.'))
    expect({ received, failures }).toEqual({ received: [], failures: [] })
  })
})
