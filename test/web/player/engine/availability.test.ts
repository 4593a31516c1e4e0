import { describe, expect, it } from 'vitest'
import { availabilityOf } from '../../../../web/player/engine/availability.ts'

describe('availability', () => {
  it('lets a damaged file play where browsers do, and nothing that is not here', () => {
    expect(availabilityOf({ state: 'damaged', isPlayable: true })).toBe('playable')
    expect(availabilityOf({ state: 'damaged', isPlayable: false })).toBe('damaged')
    expect(availabilityOf({ state: 'available', isPlayable: false })).toBe('unsupported')
    expect(availabilityOf({ state: 'pending', isPlayable: true })).toBe('waiting')
  })
})
