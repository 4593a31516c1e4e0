import { describe, expect, it } from 'vitest'
import { keepPreferences, readPreferences } from '../../../web/player/preferences.ts'

function givenStore(content: string | null = null) {
  let kept = content
  return {
    getItem: () => kept,
    setItem: (_: string, value: string) => {
      kept = value
    },
  }
}

describe('preferences', () => {
  it('are found again', () => {
    const store = givenStore()
    keepPreferences(store, { rate: 1.5, volume: 0.4, isMuted: true })
    expect(readPreferences(store)).toEqual({ rate: 1.5, volume: 0.4, isMuted: true })
  })

  it.each([null, '', 'nonsense', '7', '{"rate":99,"volume":-1}', '{"rate":"fast"}'])(
    'are the usual ones for %j',
    (text) => {
      expect(readPreferences(givenStore(text))).toEqual({ rate: 1, volume: 1, isMuted: false })
    },
  )

  it('do without a store', () => {
    const forbidden = {
      getItem: (): string => {
        throw new Error('forbidden')
      },
      setItem: () => {
        throw new Error('forbidden')
      },
    }
    for (const store of [null, forbidden]) {
      keepPreferences(store, { rate: 2, volume: 1, isMuted: false })
      expect(readPreferences(store).rate).toBe(1)
    }
  })
})
