import { describe, expect, it } from 'vitest'
import { faultPlaceOf } from '../../../functions/adapters/telemetry/fault.ts'

const secret = 'Zorblax dialled +15550100'

describe('of a fault operators are told', () => {
  it('its name and where it happened, in whose name', () => {
    const { name, at } = faultPlaceOf(new RangeError(secret))
    expect(name).toBe('RangeError')
    expect(at[0]).toMatch(/^at .*test\/adapters\/telemetry\/fault\.test\.ts:\d+:\d+\)?$/)
    expect(at.length).toBeLessThanOrEqual(8)
  })

  it.for([
    ['a message with lines like frames', new Error(`x\n    at ${secret} (file:///a.ts:1:1)\n    at /b:2:2`)],
    ['a message that was changed afterwards', Object.assign(new Error(secret), { message: 'other' })],
    ['a name that is a sentence', Object.assign(new Error('x'), { name: secret })],
    ['further properties and a cause', Object.assign(new Error('x', { cause: new Error(secret) }), { input: secret })],
    ['a thrown text', secret],
    ['a thrown thing', { message: secret, stack: secret }],
  ] as const)('nothing of %s', ([, error]) => {
    expect(JSON.stringify(faultPlaceOf(error))).not.toMatch(/Zorblax|15550100/)
  })

  it('its places though its message has frames of its own', () => {
    const { at } = faultPlaceOf(new Error('x\n    at y (file:///z.ts:1:1)'))
    expect(at[0]).toContain('fault.test.ts')
  })
})
