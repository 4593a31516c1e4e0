import { type RefObject, useEffect, useLayoutEffect, useRef } from 'react'
import { type Side, toggled } from './engine/index.ts'
import { type Command, commandOf, isOwnedBy } from './keys.ts'
import { stepSpeed } from './speeds.ts'
import { enter, isInCharge, type Performer, takeCharge, takeStage } from './spotlight.ts'
import type { Engine } from './usePlayback.ts'

export function toggleFullscreen(root: HTMLElement | null): void {
  // Refused where the browser or the page forbids it; then nothing changes.
  if (document.fullscreenElement) document.exitFullscreen().catch(() => {})
  else root?.requestFullscreen().catch(() => {})
}

export function togglePlay(engine: Engine): void {
  const { status } = engine.getSnapshot()
  if (status === 'failed') engine.retry()
  else if (status === 'playing' || status === 'loading' || status === 'buffering') engine.pause()
  else engine.play()
}

function obey(command: Command, engine: Engine, sides: readonly Side[], root: HTMLElement | null): void {
  const { volume, rate, isMuted, mix } = engine.getSnapshot()
  switch (command.kind) {
    case 'toggle':
      togglePlay(engine)
      break
    case 'seekBy':
      engine.seek(engine.positionMs + command.deltaMs)
      break
    case 'volumeBy':
      if (command.delta > 0) engine.setMuted(false)
      engine.setVolume(volume + command.delta)
      break
    case 'stepSpeed':
      engine.setRate(stepSpeed(rate, command.direction))
      break
    case 'mute':
      engine.setMuted(!isMuted)
      break
    case 'muteSide':
    case 'soloSide': {
      const side = sides[command.index]
      if (!side) break
      const set = command.kind === 'muteSide' ? 'muted' : 'soloed'
      engine.setMix({ ...mix, [set]: toggled(mix[set], side.key) })
      break
    }
    case 'fullscreen':
      toggleFullscreen(root)
      break
  }
}

type CommandOptions = {
  engine: Engine
  root: RefObject<HTMLElement | null>
  sides: readonly Side[]
  variant: 'page' | 'dock'
}

/** Keys of the page for the player in charge, media keys of the keyboard, and silence for all other players. */
export function useCommands(options: CommandOptions): void {
  const latest = useRef(options)
  useLayoutEffect(() => {
    latest.current = options
  })
  const { engine, root } = options

  useEffect(() => {
    const performer: Performer = {
      pause: () => engine.pause(),
      isVisible: () => root.current?.checkVisibility() ?? false,
    }
    const leave = enter(performer)
    let wasPlaying = false
    const unsubscribe = engine.subscribe(() => {
      const { status } = engine.getSnapshot()
      const isPlaying = status === 'playing' || status === 'loading' || status === 'buffering'
      if (isPlaying && !wasPlaying) {
        takeStage(performer)
        tellSystem(engine)
      }
      wasPlaying = isPlaying
    })
    const onKeyDown = (event: KeyboardEvent) => {
      const command = commandOf(event)
      if (!command || event.defaultPrevented || event.isComposing || !isInCharge(performer)) return
      const target = event.target instanceof Element ? event.target : document.body
      if (isOwnedBy(target, event.key) || document.querySelector('[role="dialog"][aria-modal="true"]')) return
      const { sides, variant } = latest.current
      // Below a list, up and down belong to the list unless one is in the player.
      if (variant === 'dock' && command.kind === 'volumeBy' && !root.current?.contains(target)) return
      if (event.repeat && command.kind !== 'seekBy' && command.kind !== 'volumeBy') return
      event.preventDefault()
      obey(command, engine, sides, root.current)
    }
    const onPointerDown = () => takeCharge(performer)
    const element = root.current
    document.addEventListener('keydown', onKeyDown)
    element?.addEventListener('pointerdown', onPointerDown)
    element?.addEventListener('focusin', onPointerDown)
    return () => {
      leave()
      unsubscribe()
      document.removeEventListener('keydown', onKeyDown)
      element?.removeEventListener('pointerdown', onPointerDown)
      element?.removeEventListener('focusin', onPointerDown)
    }
  }, [engine, root])
}

/** Media keys and headsets act on the whole player; left alone, a browser would pause single elements. */
function tellSystem(engine: Engine): void {
  const session = navigator.mediaSession
  if (!session) return
  session.setActionHandler('play', () => engine.play())
  session.setActionHandler('pause', () => engine.pause())
  session.setActionHandler('seekbackward', ({ seekOffset }) =>
    engine.seek(engine.positionMs - (seekOffset ?? 10) * 1000),
  )
  session.setActionHandler('seekforward', ({ seekOffset }) =>
    engine.seek(engine.positionMs + (seekOffset ?? 10) * 1000),
  )
}
