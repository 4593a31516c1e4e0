import { describe, expect, it, vi } from 'vitest'
import { askBeforeLeaving, guardLeaving, leaveAnyway } from '../../../web/places/index.ts'

describe('a change of address', () => {
  it('goes through where nothing is held', () => {
    const navigate = vi.fn()
    askBeforeLeaving(navigate, '/t/a', { replace: true })
    expect(navigate).toHaveBeenCalledExactlyOnceWith('/t/a', { replace: true })
  })

  it('waits for the answer of the page that holds something', () => {
    const navigate = vi.fn()
    const held: (() => void)[] = []
    const unguard = guardLeaving((go) => held.push(go) > 0)
    askBeforeLeaving(navigate, '/t/a')
    expect(navigate).not.toHaveBeenCalled()
    leaveAnyway(() => held[0]?.())
    expect(navigate).toHaveBeenCalledOnce()
    unguard()
  })

  it('that is made anyway asks nobody, and the next one does again', () => {
    const navigate = vi.fn()
    const unguard = guardLeaving(() => true)
    leaveAnyway(() => askBeforeLeaving(navigate, '/t/a'))
    expect(navigate).toHaveBeenCalledOnce()
    askBeforeLeaving(navigate, '/t/b')
    expect(navigate).toHaveBeenCalledOnce()
    unguard()
    askBeforeLeaving(navigate, '/t/b')
    expect(navigate).toHaveBeenCalledTimes(2)
  })

  it('is held by the page that came last, though the one before goes after it', () => {
    const navigate = vi.fn()
    const unguardFirst = guardLeaving(() => true)
    const unguardSecond = guardLeaving(() => true)
    unguardFirst()
    askBeforeLeaving(navigate, '/t/a')
    expect(navigate).not.toHaveBeenCalled()
    unguardSecond()
    askBeforeLeaving(navigate, '/t/a')
    expect(navigate).toHaveBeenCalledOnce()
  })
})
