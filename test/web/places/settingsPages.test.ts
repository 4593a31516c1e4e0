import { describe, expect, it } from 'vitest'
import type { Permission } from '../../../functions/contract/index.ts'
import { addresses, settingsPageAt, settingsPages, settingsPagesFor } from '../../../web/places/index.ts'

const held = (...permissions: Permission[]) => ({ may: (permission: Permission) => permissions.includes(permission) })
const namesFor = (...permissions: Permission[]) => settingsPagesFor(held(...permissions)).map(({ words }) => words)

describe('the pages of the settings', () => {
  it('are those that the person may see', () => {
    expect(namesFor()).toEqual([])
    expect(namesFor('user:Read', 'recording:List')).toEqual(['People'])
    expect(namesFor('route:Read', 'group:Read')).toEqual(['Routes', 'Route tester', 'Groups'])
  })

  it('are known by their addresses, and by those within them', () => {
    for (const page of settingsPages) expect(settingsPageAt(page.address('acme'), 'acme')).toBe(page)
    expect(settingsPageAt(addresses.newPerson('acme'), 'acme')?.words).toBe('People')
    expect(settingsPageAt(addresses.route('acme', 'r1'), 'acme')?.words).toBe('Routes')
    expect(settingsPageAt(addresses.home('acme'), 'acme')).toBeUndefined()
  })
})
