import { type RefObject, useEffect, useLayoutEffect, useRef, useState, useSyncExternalStore } from 'react'
import { ulid } from 'ulid'
import {
  BrowserHost,
  type MediaRef,
  PlaybackEngine,
  type PlaybackSnapshot,
  type Recording,
  type SignedUrl,
} from './engine/index.ts'
import { browserStore, keepPreferences, readPreferences } from './preferences.ts'

export type Engine = PlaybackEngine<HTMLMediaElement>

type PlaybackOptions = {
  recording: Recording
  playbackUrl: (media: MediaRef, listeningId: string) => Promise<SignedUrl>
  autoPlay: boolean
  onEnded: (() => void) | undefined
  /** Where the elements go that are only heard. */
  sounds: RefObject<HTMLElement | null>
  /** Where each view's pictures go. */
  views: ReadonlyMap<string, HTMLElement>
}

/** The engine of one recording, for as long as the component is mounted, and the id of that one listening. */
export function usePlayback(options: PlaybackOptions): { engine: Engine; listeningId: string } {
  const latest = useRef(options)
  useLayoutEffect(() => {
    latest.current = options
  })

  const [{ engine, host, listeningId }] = useState(() => {
    const listeningId = ulid().toLowerCase()
    const host = new BrowserHost({
      sounds: () => latest.current.sounds.current ?? document.body,
      view: (viewKey) => latest.current.views.get(viewKey) ?? null,
    })
    const engine = new PlaybackEngine(options.recording, {
      host,
      sign: (media) => latest.current.playbackUrl(media, listeningId),
      onEnded: () => latest.current.onEnded?.(),
    })
    return { engine, host, listeningId }
  })

  useEffect(() => {
    const kept = readPreferences(browserStore())
    engine.setRate(kept.rate)
    engine.setVolume(kept.volume)
    engine.setMuted(kept.isMuted)
    engine.open()
    if (latest.current.autoPlay) engine.play()
    const unsubscribe = engine.subscribe(() => {
      const { rate, volume, isMuted } = engine.getSnapshot()
      keepPreferences(browserStore(), { rate, volume, isMuted })
    })
    return () => {
      unsubscribe()
      engine.close()
      host.dispose()
    }
  }, [engine, host])

  const { recording } = options
  const isFirst = useRef(true)
  useEffect(() => {
    if (!isFirst.current) engine.update(recording)
    isFirst.current = false
  }, [engine, recording])

  return { engine, listeningId }
}

export function useSnapshot(engine: Engine): PlaybackSnapshot {
  return useSyncExternalStore(engine.subscribe, engine.getSnapshot, engine.getSnapshot)
}

/** The position, rounded down to `stepMs`; a component is drawn again only when that changes. */
export function usePosition(engine: Engine, stepMs: number): number {
  const read = () => Math.floor(engine.positionMs / stepMs) * stepMs
  return useSyncExternalStore(engine.subscribePosition, read, read)
}

/** Calls `draw` with the position at every frame while playing, and at each jump. */
export function useEachPosition(engine: Engine, isPlaying: boolean, draw: (positionMs: number) => void): void {
  const latest = useRef(draw)
  useLayoutEffect(() => {
    latest.current = draw
  })
  useEffect(() => {
    const run = () => latest.current(engine.positionMs)
    run()
    const unsubscribe = engine.subscribePosition(run)
    const unsubscribeState = engine.subscribe(run)
    let frame = 0
    const loop = () => {
      run()
      frame = requestAnimationFrame(loop)
    }
    if (isPlaying) frame = requestAnimationFrame(loop)
    return () => {
      unsubscribe()
      unsubscribeState()
      cancelAnimationFrame(frame)
    }
  }, [engine, isPlaying])
}
