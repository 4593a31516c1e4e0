import { afterEach, describe, expect, it } from 'vitest'
import { enter, isInCharge, takeCharge, takeStage } from '../../../web/player/spotlight.ts'

const leaving: (() => void)[] = []

function givenPlayer(isVisible = true) {
  const player = {
    pauses: 0,
    pause() {
      player.pauses += 1
    },
    isVisible: () => isVisible,
  }
  leaving.push(enter(player))
  return player
}

afterEach(() => {
  for (const leave of leaving.splice(0)) leave()
})

describe('several players on a page', () => {
  it('answer keys by the one used last', () => {
    const [first, second] = [givenPlayer(), givenPlayer()]
    expect([isInCharge(first), isInCharge(second)]).toEqual([false, true])
    takeCharge(first)
    expect([isInCharge(first), isInCharge(second)]).toEqual([true, false])
  })

  it('answer no keys while they are not seen', () => {
    const seen = givenPlayer()
    const hidden = givenPlayer(false)
    expect([isInCharge(seen), isInCharge(hidden)]).toEqual([true, false])
  })

  it('do not sound at the same time', () => {
    const [first, second, third] = [givenPlayer(), givenPlayer(), givenPlayer()]
    takeStage(second)
    expect([first.pauses, second.pauses, third.pauses]).toEqual([1, 0, 1])
    expect(isInCharge(second)).toBe(true)
  })

  it('that are gone answer nothing', () => {
    const stays = givenPlayer()
    const goes = givenPlayer()
    leaving.pop()?.()
    takeCharge(goes)
    expect([isInCharge(stays), isInCharge(goes)]).toEqual([true, false])
  })
})
